package dev.netrarium.cli.tools;

import dev.netrarium.services.dns.DigText;
import dev.netrarium.services.dns.DnsMessage;
import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.Edns;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.RecordClass;
import dev.netrarium.services.dns.RecordData;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.ResourceRecord;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.services.dns.host.DnsClient;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dig}: asks a DNS server and shows the whole answer. */
@Command(
        name = "dig",
        description = "Ask a DNS server.",
        footer = {
            "  dig www.server.com                       the address, by the host's own server",
            "  dig @192.0.2.53 server.com MX            another server, another type",
            "  dig +trace www.server.com                from the root down",
            "  dig +short shop.server.com               the data only",
            "  dig +tcp +norecurse @198.51.100.35 server.com NS",
        })
final class DigTool extends Tool {
    private static final int DNS_PORT = 53;
    private static final int NO_REPLY = 9;

    /** Name servers from the root down to an answer: a domain name has no more labels. */
    private static final int MOST_REFERRALS = 128;

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern(
                    "EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    @Option(names = "-t", paramLabel = "TYPE", description = "The type of records.")
    @Nullable String typeOption;

    @Option(names = "-x", paramLabel = "ADDRESS", description = "The name of an address.")
    @Nullable String reverse;

    @Option(names = "-p", paramLabel = "PORT", description = "The server's port (${DEFAULT-VALUE}).")
    int port = DNS_PORT;

    @Option(names = "-4", description = "IPv4 only.")
    boolean four;

    @Option(names = "-6", description = "IPv6 only.")
    boolean six;

    @Parameters(
            paramLabel = "[@SERVER] [NAME] [TYPE] [+OPTION …]",
            description =
                    "+short, +trace, +tcp, +norecurse, +noedns, +time=S, +tries=N, +noall, +answer, +nocmd, +nocomments, +nostats.")
    List<String> words = List.of();

    private final Map<IpAddress, String> called = new LinkedHashMap<>();
    private DigRequest request = new DigRequest();

    @Override
    int run(ToolContext context) throws IOException, InterruptedException {
        request = DigRequest.of(words, typeOption, reverse);
        if (request.command && !request.brief) {
            context.out().println();
            context.out().println("; <<>> DiG (Netrarium) <<>> " + String.join(" ", request.given));
            context.out().println(";; global options: +cmd");
        }
        Question query = request.query();
        return request.trace ? trace(context, query) : ask(context, query);
    }

    private int ask(ToolContext context, Question query) throws IOException, InterruptedException {
        DnsClient client = client(context);
        DnsClient.Response response =
                reply(context, client, servers(context), query, request.recursion, request.transport);
        if (response == null) {
            context.out().println(";; no servers could be reached");
            return NO_REPLY;
        }
        if (response.message().header().truncated() && request.transport == Transport.UDP) {
            context.out().println(";; Truncated, retrying in TCP mode.");
            DnsClient.Response whole =
                    reply(context, client, List.of(response.server()), query, request.recursion, Transport.TCP);
            response = whole == null ? response : whole;
        }
        print(context, response);
        return 0;
    }

    private void print(ToolContext context, DnsClient.Response response) {
        DnsMessage message = response.message();
        if (request.brief) {
            message.answers().forEach(record -> context.out().println(record.data()));
            return;
        }
        if (request.comments && request.question && request.answer && request.authority) {
            context.out().println(";; Got answer:");
            context.out().println(DigText.of(message));
        } else if (request.answer) {
            message.answers().forEach(record -> context.out().println(DigText.of(record)));
        }
        if (request.statistics) {
            IpAddress from = response.server().address();
            context.out().println(";; Query time: " + response.roundTripNanos() / 1_000_000 + " msec");
            context.out()
                    .println(";; SERVER: " + from + "#" + response.server().port() + "("
                            + (request.server == null ? from : request.server) + ") (" + response.transport() + ")");
            context.out().println(";; WHEN: " + WHEN.format(context.date()));
            context.out().println(";; MSG SIZE  rcvd: " + response.lengthBytes());
            context.out().println();
        }
    }

    /** Begins with the root's name servers and follows each referral by its glue. */
    private int trace(ToolContext context, Question query) throws IOException, InterruptedException {
        DnsClient client = client(context);
        List<Endpoint> next = servers(context);
        Question now = new Question(DomainName.ROOT, RecordType.NS, RecordClass.IN);
        boolean atRoot = true;
        for (int i = 0; i < MOST_REFERRALS; i++) {
            DnsClient.Response response = reply(context, client, next, now, atRoot, request.transport);
            if (response == null) {
                context.out().println(";; no servers could be reached");
                return NO_REPLY;
            }
            DnsMessage message = response.message();
            List<ResourceRecord> shown = message.answers().isEmpty() ? message.authorities() : message.answers();
            shown.forEach(record ->
                    context.out().println(request.brief ? record.data().toString() : DigText.of(record)));
            if (!request.brief) {
                IpAddress from = response.server().address();
                context.out()
                        .println(";; Received " + response.lengthBytes() + " bytes from " + from + "#"
                                + response.server().port() + "(" + called.getOrDefault(from, from.toString()) + ") in "
                                + response.roundTripNanos() / 1_000_000 + " ms");
                context.out().println();
            }
            boolean referral = atRoot
                    || (message.answers().isEmpty()
                            && !message.header().authoritative()
                            && message.authorities().stream()
                                    .anyMatch(r -> r.type().equals(RecordType.NS)));
            if (!referral) {
                return 0;
            }
            next = nameServers(context, message, shown);
            if (next.isEmpty()) {
                context.out().println(";; none of these servers has a known address");
                return NO_REPLY;
            }
            now = query;
            atRoot = false;
        }
        throw new ToolFailure(NO_REPLY, "more than " + MOST_REFERRALS + " referrals");
    }

    /** The addresses of the servers named in NS records: glue first, else by the host's own server. */
    private List<Endpoint> nameServers(ToolContext context, DnsMessage message, List<ResourceRecord> records)
            throws InterruptedException {
        List<Endpoint> found = new ArrayList<>();
        for (ResourceRecord record : records) {
            if (record.data() instanceof RecordData.Ns ns) {
                for (IpAddress address : addresses(context, message, ns.server())) {
                    called.put(address, ns.server().toString().replaceAll("\\.$", ""));
                    found.add(Endpoint.of(address, port));
                }
            }
        }
        return found;
    }

    private List<IpAddress> addresses(ToolContext context, DnsMessage message, DomainName host)
            throws InterruptedException {
        List<IpAddress> found = new ArrayList<>();
        IpFamily only = Target.family(four, six);
        for (ResourceRecord record : message.additionals()) {
            IpAddress address = switch (record.data()) {
                case RecordData.A a -> a.address();
                case RecordData.Aaaa aaaa -> aaaa.address();
                default -> null;
            };
            if (address != null && record.name().equals(host) && (only == null || address.family() == only)) {
                found.add(address);
            }
        }
        if (!found.isEmpty()) {
            return found;
        }
        try {
            return Target.find(context, host.toString(), only).stream()
                    .map(Target::address)
                    .toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static DnsClient client(ToolContext context) {
        return new DnsClient(context.sockets(), context.host().random("dig at " + context.now()));
    }

    private List<Endpoint> servers(ToolContext context) throws InterruptedException {
        IpFamily only = Target.family(four, six);
        if (request.server == null) {
            return context.nameServers().stream()
                    .filter(a -> only == null || a.family() == only)
                    .map(a -> Endpoint.of(a, port))
                    .toList();
        }
        try {
            return Target.find(context, request.server, only).stream()
                    .map(t -> new Endpoint(t.address(), port, t.zone()))
                    .toList();
        } catch (UnknownHostException e) {
            throw new ToolFailure(10, "couldn't get address for '" + request.server + "': " + e.getMessage(), e);
        }
    }

    private DnsClient.@Nullable Response reply(
            ToolContext context,
            DnsClient client,
            List<Endpoint> servers,
            Question query,
            boolean recursionDesired,
            Transport by)
            throws IOException, InterruptedException {
        for (int attempt = 0; attempt < request.tries; attempt++) {
            for (Endpoint each : servers) {
                int id = context.ask(client::newId);
                DnsMessage message = DnsMessage.query(id, query, recursionDesired, request.edns ? Edns.DEFAULT : null);
                try {
                    return client.ask(each, message, by, request.time);
                } catch (SocketTimeoutException e) {
                    context.out().println(";; communications error to " + place(each) + ": timed out");
                } catch (ConnectException e) {
                    String words = String.valueOf(e.getMessage());
                    String why = words.substring(words.lastIndexOf(": ") < 0 ? 0 : words.lastIndexOf(": ") + 2);
                    context.out()
                            .println(";; communications error to " + place(each) + ": " + why.toLowerCase(Locale.ROOT));
                }
            }
        }
        return null;
    }

    private static String place(Endpoint server) {
        return server.address() + "#" + server.port();
    }
}
