package dev.netrarium.cli;

import dev.netrarium.internet.HostConnector;
import dev.netrarium.stack.EchoResult;
import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.sockets.EchoSocket;
import dev.netrarium.web.Url;
import dev.netrarium.web.UrlSyntaxException;
import dev.netrarium.web.client.HttpClient;
import dev.netrarium.web.http.HttpResponse;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.world.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a host of the world does for somebody at the keyboard: fetches a file, asks whether an address answers. */
final class HostErrands {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int ECHO_DATA_BYTES = 56;
    private static final Duration ECHO_INTERVAL = Duration.ofSeconds(1);

    private final Node host;
    private final PrintWriter out;

    HostErrands(Node host, PrintWriter out) {
        this.host = host;
        this.out = out;
    }

    /**
     * Fetches a URL, however long its content is.
     *
     * @param file where it goes; null for standard output
     * @throws CommandFailure when the server answers with an error
     */
    int fetch(String text, @Nullable Path file) throws IOException {
        Url url;
        try {
            url = Url.parse(text.contains("://") ? text : "http://" + text);
        } catch (UrlSyntaxException e) {
            throw new CommandFailure("\"" + text + "\" is no URL: " + e.getMessage() + ".", e);
        }
        try (HttpClient client = new HttpClient(new HostConnector(host.sockets(), host.resolver()))) {
            HttpResponse response = client.get(url);
            try (InputStream content = response.body().open()) {
                if (response.status().code() >= 400) {
                    throw new CommandFailure("The server answered " + response.status() + ".");
                }
                copy(content, file);
            }
        } catch (SocketException e) {
            throw new CommandFailure("No answer from " + url.authority() + ": " + e.getMessage() + ".", e);
        }
        return ExitCode.OK;
    }

    private void copy(InputStream content, @Nullable Path file) throws IOException {
        if (file != null) {
            try (OutputStream to = Files.newOutputStream(file)) {
                pour(content, to);
            }
        } else {
            out.flush();
            pour(content, System.out); // the bytes as they are: a writer would take them for text
            System.out.flush();
        }
    }

    private static void pour(InputStream content, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
            to.write(buffer, 0, n);
        }
    }

    /** Sends echo requests, one each second, and tells what comes back; fails when nothing does. */
    int ping(String text, int count) throws IOException {
        IpAddress to;
        try {
            to = IpAddress.of(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("\"" + text + "\" is no IP address.", e);
        }
        out.println("PING " + to + ": " + ECHO_DATA_BYTES + " data bytes");
        int answered = 0;
        try (EchoSocket socket = host.sockets().echo(to.family())) {
            for (int i = 1; i <= count; i++) {
                long sent = host.world().now();
                if (i > 1) {
                    host.sockets().sleep(ECHO_INTERVAL);
                    sent = host.world().now();
                }
                socket.send(to, i, new byte[ECHO_DATA_BYTES]);
                answered += tell(socket, i, sent) ? 1 : 0;
                out.flush();
            }
        }
        out.println(count + " sent, " + answered + " answered");
        return answered > 0 ? ExitCode.OK : ExitCode.FAILURE;
    }

    private boolean tell(EchoSocket socket, int sequence, long sent) throws IOException {
        long deadline = sent + ECHO_INTERVAL.toNanos();
        try {
            while (true) {
                EchoResult result = socket.receive(deadline);
                if (result.sequence() != sequence) {
                    continue; // an answer to an earlier one, too late
                }
                switch (result) {
                    case EchoResult.Reply reply -> {
                        double millis = (reply.receivedNanos() - sent) / 1e6;
                        out.println((8 + reply.data().length) + " bytes from " + reply.from() + ": seq=" + sequence
                                + " ttl=" + reply.timeToLive() + " time=" + String.format(Locale.ROOT, "%.3f", millis)
                                + " ms");
                        return true;
                    }
                    case EchoResult.Failure failure -> {
                        out.println("From " + failure.error().reporter() + ": seq=" + sequence + " "
                                + words(failure.error()));
                        return false;
                    }
                }
            }
        } catch (SocketTimeoutException e) {
            out.println("no answer yet: seq=" + sequence);
            return false;
        }
    }

    private static String words(IcmpError error) {
        return switch (error) {
            case IcmpError.NetworkUnreachable _ -> "Network unreachable";
            case IcmpError.HostUnreachable _ -> "Host unreachable";
            case IcmpError.ProtocolUnreachable _ -> "Protocol unreachable";
            case IcmpError.PortUnreachable _ -> "Port unreachable";
            case IcmpError.PacketTooBig big -> "Packet too big, MTU " + big.mtuBytes();
            case IcmpError.SourceRouteFailed _ -> "Source route failed";
            case IcmpError.AdministrativelyProhibited _ -> "Administratively prohibited";
            case IcmpError.TimeToLiveExceeded _ -> "Time to live exceeded";
            case IcmpError.ReassemblyTimeExceeded _ -> "Reassembly time exceeded";
            case IcmpError.ParameterProblem _ -> "Parameter problem";
        };
    }
}
