package dev.netrarium.services.dns.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.services.dns.DnsMessage;
import dev.netrarium.services.dns.Edns;
import dev.netrarium.services.dns.MalformedDnsException;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.TcpFraming;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.services.dns.authority.AuthoritativeServer;
import dev.netrarium.services.dns.authority.Zone;
import dev.netrarium.services.dns.resolver.HostsTable;
import dev.netrarium.services.dns.resolver.NameServer;
import dev.netrarium.services.dns.resolver.RecursionSettings;
import dev.netrarium.services.dns.resolver.RecursiveServer;
import dev.netrarium.services.dns.resolver.ResolverCount;
import dev.netrarium.services.dns.resolver.ResolverEvent;
import dev.netrarium.services.dns.resolver.Stub;
import dev.netrarium.services.dns.resolver.StubSettings;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.Waiter;
import dev.netrarium.stack.rig.LinkConditions;
import dev.netrarium.stack.rig.Rig;
import dev.netrarium.stack.rig.RigLink;
import dev.netrarium.stack.sockets.HostSockets;
import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpException;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.stack.tcp.TcpState;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two hosts on a cable of 10 ms each way: the cores on real sockets, in virtual time. */
class DnsOnHostsTest {
    private static final IpAddress CLIENT = IpAddress.of("192.0.2.1");
    private static final IpAddress SERVER = IpAddress.of("192.0.2.53");
    private static final Endpoint ALL = Endpoint.of("[::]:53");
    private static final long SECOND = 1_000_000_000L;

    private final Rig rig = Rig.seeded(5);
    private final RigLink cable = rig.link(LinkConditions.IDEAL.withDelay(Duration.ofMillis(10)));
    private final HostOnRig client = HostOnRig.at(rig, cable.left(), "client", "192.0.2.1/32", "2001:db8::1/128");
    private final HostOnRig server = HostOnRig.at(
            rig, cable.right(), "server", "192.0.2.53/32", "192.0.2.54/32", "192.0.2.55/32", "2001:db8::53/128");
    private final RigLoop loop = new RigLoop(rig, client, server);
    private final HostSockets atClient = new HostSockets(client.host(), loop);
    private final HostSockets atServer = new HostSockets(server.host(), loop);
    private final List<Throwable> failures = new ArrayList<>();

    private static AuthoritativeServer zones() {
        StringBuilder many = new StringBuilder();
        for (int i = 1; i < 100; i++) {
            many.append("many A 10.0.0.").append(i).append('\n');
        }
        return new AuthoritativeServer(List.of(Zone.parse("server.com", """
                $TTL 600
                @ SOA ns1 admin 1 7200 900 86400 300
                  NS ns1
                ns1 A 192.0.2.53
                www A 203.0.113.80
                www AAAA 2001:db8::80
                """ + many)));
    }

    private DnsServer start(DnsServer program) {
        loop.start("dns", () -> {
            try {
                program.run();
            } catch (IOException e) {
                failures.add(e);
                throw new UncheckedIOException(e);
            }
        });
        // Lets it begin to listen.
        sleep(1);
        assertThat(failures).isEmpty();
        return program;
    }

    private DnsServer authoritative() {
        return start(DnsServer.answering(atServer, List.of(ALL), zones()));
    }

    private void sleep(long nanos) {
        loop.enter();
        try {
            loop.await(new Waiter(), loop.now() + nanos);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            loop.leave();
        }
    }

    private StubResolver stub(HostSockets where, IpAddress dns) {
        Stub stub = new Stub(StubSettings.of(dns), HostsTable.EMPTY, RandomStream.of(5, "stub", "dns"));
        return new StubResolver(where, stub);
    }

    @Test
    void aStubAsksOverUdpAndThenKnows() throws Exception {
        authoritative();
        StubResolver stub = stub(atClient, SERVER);
        assertThat(stub.resolve("www.server.com"))
                .containsExactly(IpAddress.of("2001:db8::80"), IpAddress.of("203.0.113.80"));
        assertThat(loop.now()).isEqualTo(20_000_001L);
        long sent = cable.left().sent();
        stub.resolve("www.server.com");
        assertThat(cable.left().sent()).isEqualTo(sent);
        assertThat(loop.now()).isEqualTo(20_000_001L);
    }

    @Test
    void aStubAsksOverIpv6() throws Exception {
        authoritative();
        assertThat(stub(atClient, IpAddress.of("2001:db8::53")).resolve("www.server.com"))
                .hasSize(2);
    }

    @Test
    void anAnswerThatIsTooLongForUdpComesOverTcp() throws Exception {
        authoritative();
        StubResolver stub = stub(atClient, SERVER);
        assertThat(stub.resolve("many.server.com")).hasSize(99);
        assertThat(stub.stub().tally().of(ResolverCount.ASKED_TCP)).isEqualTo(1);
    }

    @Test
    void unknownNamesAndSilenceAreToldApart() {
        authoritative();
        StubResolver stub = stub(atClient, SERVER);
        assertThatThrownBy(() -> stub.resolve("nope.server.com"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("nope.server.com: Name or service not known (there is no nope.server.com.)");
        cable.left().cut(true);
        long before = loop.now();
        assertThatThrownBy(() -> stub.resolve("other.server.com"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("no answer in time");
        assertThat(loop.now() - before).isEqualTo(10 * SECOND);
    }

    @Test
    void aForwarderAnswersFromWhatItAskedAcrossALossyCable() throws Exception {
        authoritative();
        RecursiveServer core = new RecursiveServer(
                RecursionSettings.forwarder(List.of(Endpoint.of(SERVER, 53))), RandomStream.of(5, "router", "dns"));
        start(DnsServer.recursive(atClient, List.of(ALL), core));
        cable.left()
                .conditions(
                        LinkConditions.IDEAL.withDelay(Duration.ofMillis(10)).withLoss(0.2));
        StubResolver stub = stub(atServer, CLIENT);
        for (int i = 0; i < 20; i++) {
            String name = "n" + i + ".server.com";
            assertThatThrownBy(() -> stub.resolve(name)).hasMessageContaining("Name or service not known");
        }
        assertThat(stub.resolve("many.server.com")).hasSize(99);
        assertThat(core.tally().of(ResolverCount.TIMED_OUT)).isPositive();
        assertThat(core.tally().of(ResolverCount.ASKED_TCP)).isPositive();
    }

    @Test
    void manyRequestsOnOneConnectionAreAllAnswered() throws Exception {
        authoritative();
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Question question = Question.of("many.server.com", RecordType.A);
            requests.add(TcpFraming.frame(
                    DnsMessage.query(i, question, false, Edns.DEFAULT).encode()));
        }
        TcpConnection connection = connect();
        assertThat(exchange(connection, requests))
                .containsExactlyElementsOf(
                        java.util.stream.IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void aQuietConnectionIsClosedAfterTenSeconds() throws Exception {
        authoritative();
        TcpConnection connection = connect();
        sleep(9 * SECOND);
        assertThat(connection.state()).isEqualTo(TcpState.ESTABLISHED);
        sleep(2 * SECOND);
        assertThat(connection.state()).isEqualTo(TcpState.CLOSED);
    }

    @Test
    void whenAllConnectionsAreTakenTheQuietestHasToGo() throws Exception {
        DnsServer program = authoritative();
        List<TcpConnection> connections = new ArrayList<>();
        for (int i = 0; i < DnsListener.MAX_CONNECTIONS + 20; i++) {
            connections.add(connect());
        }
        assertThat(connections.subList(0, 20)).allMatch(c -> c.state() == TcpState.CLOSED);
        assertThat(connections.subList(20, connections.size())).allMatch(c -> c.state() == TcpState.ESTABLISHED);
        program.close();
    }

    @Test
    void aClosedServerLeavesItsPortsToTheNext() throws Exception {
        authoritative().close();
        sleep(SECOND);
        authoritative();
        assertThat(stub(atClient, SERVER).resolve("www.server.com")).hasSize(2);
        DnsServer third = DnsServer.answering(atServer, List.of(ALL), zones());
        assertThatThrownBy(third::run)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("DNS cannot listen on [::]:53");
    }

    @Test
    void theResponseComesFromTheAddressThatWasAsked() throws Exception {
        authoritative();
        assertThat(stub(atClient, IpAddress.of("192.0.2.54")).resolve("www.server.com"))
                .hasSize(2);
        assertThat(stub(atClient, IpAddress.of("192.0.2.54")).resolve("many.server.com"))
                .hasSize(99);
    }

    @Test
    void whereNobodyListensTheNameCannotBeResolvedAndThatIsSaidAtOnce() {
        StubResolver stub = stub(atClient, SERVER);
        assertThatThrownBy(() -> stub.resolve("www.server.com"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("www.server.com: Temporary failure in name resolution (192.0.2.53:53: Connection refused)");
        assertThat(loop.now()).isLessThan(SECOND);
    }

    /** Root, com and server.com on three addresses of one host; stub and resolver on the other, by its loopback. */
    @Test
    void theWholeHierarchyIsWalkedAcrossTheCable() throws Exception {
        start(server("192.0.2.53:53", ".", """
                $TTL 86400
                @ SOA a.root-servers.net. nstld. 1 2 3 4 5
                  NS a.root-servers.net.
                com NS a.gtld-servers.net.
                a.gtld-servers.net. A 192.0.2.54
                """));
        start(server("192.0.2.54:53", "com", """
                $TTL 86400
                @ SOA a.gtld-servers.net. nstld. 1 2 3 4 5
                  NS a.gtld-servers.net.
                server NS ns1.server
                ns1.server A 192.0.2.55
                """));
        start(DnsServer.answering(atServer, List.of(Endpoint.of("192.0.2.55:53")), zones()));
        RecursiveServer core = new RecursiveServer(
                RecursionSettings.resolver(List.of(NameServer.of("a.root-servers.net", SERVER))),
                RandomStream.of(5, "resolver", "dns"));
        List<String> asked = new ArrayList<>();
        core.observe((now, event) -> {
            if (event instanceof ResolverEvent.Asked a) {
                asked.add(a.zone() + " " + a.address().address() + " "
                        + a.question().type());
            }
        });
        start(DnsServer.recursive(atClient, List.of(Endpoint.of("127.0.0.1:53")), core));
        StubResolver stub = stub(atClient, IpAddress.of("127.0.0.1"));
        assertThat(stub.resolve("www.server.com"))
                .containsExactly(IpAddress.of("2001:db8::80"), IpAddress.of("203.0.113.80"));
        assertThat(asked)
                .containsExactly(
                        ". 192.0.2.53 A",
                        ". 192.0.2.53 AAAA",
                        "com. 192.0.2.54 A",
                        "com. 192.0.2.54 AAAA",
                        "server.com. 192.0.2.55 A",
                        "server.com. 192.0.2.55 AAAA");
    }

    private DnsServer server(String listen, String origin, String zone) {
        return DnsServer.answering(
                atServer, List.of(Endpoint.of(listen)), new AuthoritativeServer(List.of(Zone.parse(origin, zone))));
    }

    @Test
    void aClientShowsTheResponseAsItCame() throws Exception {
        authoritative();
        DnsClient dig = new DnsClient(atClient, RandomStream.of(5, "client", "dig"));
        DnsMessage query = DnsMessage.query(dig.newId(), Question.of("many.server.com", RecordType.A), true, null);
        DnsClient.Response cut = dig.ask(Endpoint.of(SERVER, 53), query, Transport.UDP, Duration.ofSeconds(5));
        assertThat(cut.message().header().truncated()).isTrue();
        assertThat(cut.lengthBytes()).isLessThanOrEqualTo(512);
        assertThat(cut.roundTripNanos()).isEqualTo(20_000_000);
        DnsClient.Response whole = dig.ask(Endpoint.of(SERVER, 53), query, Transport.TCP, Duration.ofSeconds(5));
        assertThat(whole.message().answers()).hasSize(99);
        assertThat(whole.roundTripNanos()).as("with the handshake").isGreaterThanOrEqualTo(40_000_000);
        assertThatThrownBy(() -> dig.ask(Endpoint.of(SERVER, 54), query, Transport.TCP, Duration.ofSeconds(5)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("refused");
        cable.left().cut(true);
        assertThatThrownBy(() -> dig.ask(Endpoint.of(SERVER, 53), query, Transport.UDP, Duration.ofSeconds(5)))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("192.0.2.53:53: no answer in 5000 ms");
    }

    private TcpConnection connect() throws TcpException, InterruptedException {
        loop.enter();
        try {
            TcpConnection connection =
                    client.host().tcp().connect(loop.now(), Endpoint.of(SERVER, 53), TcpSettings.DEFAULT);
            loop.poke(client.host());
            loop.await(new Waiter(), loop.now() + 50_000_000L);
            assertThat(connection.state()).isEqualTo(TcpState.ESTABLISHED);
            return connection;
        } finally {
            loop.leave();
        }
    }

    /** Writes all at once and returns the ids of the responses as they come. */
    private List<Integer> exchange(TcpConnection connection, List<byte[]> requests)
            throws TcpException, InterruptedException, MalformedDnsException {
        List<Integer> ids = new ArrayList<>();
        TcpFraming framing = new TcpFraming();
        byte[] chunk = new byte[4_096];
        loop.enter();
        try {
            for (byte[] request : requests) {
                assertThat(connection.send(loop.now(), request, 0, request.length))
                        .isEqualTo(request.length);
            }
            loop.poke(client.host());
            while (ids.size() < requests.size()) {
                Waiter waiter = new Waiter();
                int count = connection.receive(loop.now(), chunk, 0, chunk.length);
                loop.poke(client.host());
                for (int at = 0; at < count; ) {
                    at += framing.receive(chunk, at, count - at);
                    byte[] message = framing.poll();
                    if (message != null) {
                        ids.add(DnsMessage.parse(message).header().id());
                    }
                }
                if (count == 0) {
                    connection.add(waiter, TcpConnection.READABLE);
                    assertThat(loop.await(waiter, loop.now() + 5 * SECOND)).isTrue();
                    connection.remove(waiter);
                }
            }
        } finally {
            loop.leave();
        }
        return ids;
    }
}
