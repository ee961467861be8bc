package dev.netrarium.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import com.sun.net.httpserver.HttpServer;
import dev.netrarium.web.client.Connector;
import dev.netrarium.web.handlers.Documents;
import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpMethod;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.Status;
import dev.netrarium.web.http1.Http1Limits;
import dev.netrarium.web.link.LoopbackServer;
import dev.netrarium.web.server.Http1Server;
import dev.netrarium.web.server.HttpServerOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our two ends over the kernel's sockets, each against the JDK's other end. */
@Timeout(60)
class KernelSocketTest {
    private static final int MEGABYTE = 1024 * 1024;
    private static final byte[] LARGE = noise(3 * MEGABYTE + 7);

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(7).nextBytes(bytes);
        return bytes;
    }

    private static dev.netrarium.web.http.HttpResponse echo(HttpRequest request) throws IOException {
        byte[] content = request.body().bytes(8 * MEGABYTE);
        HttpBody body = request.query().equals("chunked")
                ? HttpBody.of(new ByteArrayInputStream(content), HttpBody.UNKNOWN_LENGTH)
                : HttpBody.of(content);
        return dev.netrarium.web.http.HttpResponse.of(Status.OK, body)
                .with("X-Method", request.method().name());
    }

    private static java.net.http.HttpRequest.Builder to(LoopbackServer server, String path) {
        return java.net.http.HttpRequest.newBuilder(URI.create(server.url(path)));
    }

    @Test
    void theJdksClientTalksToOurServer() throws Exception {
        HttpClient.Builder http1 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        LoopbackServer server = new LoopbackServer(HttpServerOptions.defaults(), KernelSocketTest::echo);
        try (server;
                HttpClient client = http1.build()) {
            HttpResponse<byte[]> known = client.send(
                    to(server, "/").POST(BodyPublishers.ofByteArray(LARGE)).build(), BodyHandlers.ofByteArray());
            assertThat(known.body()).isEqualTo(LARGE);
            assertThat(known.headers().firstValueAsLong("Content-Length")).hasValue(LARGE.length);

            HttpResponse<byte[]> chunked = client.send(
                    to(server, "/?chunked")
                            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(LARGE)))
                            .build(),
                    BodyHandlers.ofByteArray());
            assertThat(chunked.body()).isEqualTo(LARGE);
            assertThat(chunked.headers().firstValue("Transfer-Encoding")).hasValue("chunked");

            HttpResponse<byte[]> continued = client.send(
                    to(server, "/")
                            .expectContinue(true)
                            .PUT(BodyPublishers.ofString("hello"))
                            .build(),
                    BodyHandlers.ofByteArray());
            assertThat(continued.body()).asString().isEqualTo("hello");

            HttpResponse<byte[]> head = client.send(to(server, "/").HEAD().build(), BodyHandlers.ofByteArray());
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValue("X-Method")).hasValue("GET");
            assertThat(head.headers().firstValue("Date")).isPresent();

            assertThat(server.connections()).as("all over one connection").isEqualTo(1);
            assertThat(server.end()).extracting(Http1Server.Served::requests).containsExactly(4);
        }
    }

    @Test
    void ourClientTalksToTheJdksServer() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext("/echo", exchange -> {
            byte[] content = exchange.getRequestBody().readAllBytes();
            // 0 means chunked to that server.
            exchange.sendResponseHeaders(
                    200, "chunked".equals(exchange.getRequestURI().getQuery()) ? 0 : content.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(content);
            }
        });
        server.createContext("/head", exchange -> {
            exchange.getResponseHeaders().add("Content-Length", "77");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/none", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        int[] connects = new int[1];
        Connector connector = (authority, timeout) -> {
            connects[0]++;
            return connect(authority, timeout);
        };
        try (dev.netrarium.web.client.HttpClient client = new dev.netrarium.web.client.HttpClient(connector)) {
            Url echo = Url.parse("http://127.0.0.1:" + server.getAddress().getPort() + "/echo");
            Url chunked = echo.resolve("?chunked");
            assertThat(client.send(echo, HttpRequest.post(echo, "a/b", HttpBody.of(LARGE)))
                            .body()
                            .bytes(LARGE.length))
                    .isEqualTo(LARGE);
            HttpBody stream = HttpBody.of(new ByteArrayInputStream(LARGE), HttpBody.UNKNOWN_LENGTH);
            assertThat(client.send(chunked, HttpRequest.post(chunked, "a/b", stream))
                            .body()
                            .bytes(LARGE.length))
                    .isEqualTo(LARGE);
            HttpRequest waits =
                    HttpRequest.post(echo, "a/b", HttpBody.of("hello")).with("Expect", "100-continue");
            assertThat(client.send(echo, waits).body().text(5)).isEqualTo("hello");
            Url head = echo.resolve("/head");
            dev.netrarium.web.http.HttpResponse response = client.send(head, HttpRequest.of(HttpMethod.HEAD, head));
            assertThat(response.fields().first("Content-Length")).isEqualTo("77");
            assertThat(client.get(echo.resolve("/none")).status()).isEqualTo(Status.NO_CONTENT);
            assertThat(client.get(echo.resolve("/missing")).status()).isEqualTo(Status.NOT_FOUND);
            assertThat(connects[0]).as("connections").isEqualTo(1);
        } finally {
            server.stop(0);
            threads.close();
        }
    }

    static ByteLink connect(Authority authority, Duration timeout) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(authority.host().text(), authority.port()), (int) timeout.toMillis());
            return new SocketByteLink(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void ourClientTalksToOurServer(String address) throws Exception {
        requireLocal(address);
        Documents documents = Documents.modifiedAt(Instant.EPOCH)
                .add("/", "<p>home")
                .add("/large", "application/octet-stream", LARGE)
                .build();
        LoopbackServer server =
                new LoopbackServer(InetAddress.getByName(address), HttpServerOptions.defaults(), documents);
        try (server;
                var client = new dev.netrarium.web.client.HttpClient(KernelSocketTest::connect)) {
            Url url = Url.parse(server.url("/"));
            for (int i = 0; i < 100; i++) {
                assertThat(client.get(url).body().text(99)).isEqualTo("<p>home");
            }
            assertThat(client.get(url.resolve("large")).body().bytes(LARGE.length))
                    .isEqualTo(LARGE);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    private static void requireLocal(String address) throws IOException {
        if (NetworkInterface.getByInetAddress(InetAddress.getByName(address)) == null) {
            System.err.println("SKIPPED: this machine has no " + address);
            abort("this machine has no " + address);
        }
    }

    @Test
    void aRefusalReachesAClientThatIsStillSending() throws Exception {
        HttpServerOptions small =
                HttpServerOptions.defaults().withLimits(Http1Limits.ofServer().withBodyBytes(1000));
        LoopbackServer server = new LoopbackServer(small, KernelSocketTest::echo);
        try (server;
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 900000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 90; i++) {
                out.write(new byte[10_000]); // Closing at once would reset the connection, and this or the read would
                // fail.
            }
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 413 Content Too Large\r\n").endsWith("more than 1000 bytes\n");
        }
    }

    @Test
    void aLinkKeepsItsDeadlinesAndStaysUsable() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket near = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket far = listener.accept();
                ByteLink link = new SocketByteLink(near)) {
            byte[] b = new byte[10];
            assertThatThrownBy(() -> link.read(b, 0, 10, link.now())).isInstanceOf(SocketTimeoutException.class);
            assertThatThrownBy(() -> link.read(b, 0, 10, link.deadlineIn(1_000_000)))
                    .isInstanceOf(SocketTimeoutException.class);
            far.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            assertThat(link.read(b, 0, 10, link.deadlineIn(Long.MAX_VALUE - 5))).isPositive();
            link.write(b, 0, 2);
            link.shutdownOutput();
            InputStream in = far.getInputStream();
            assertThat(in.readAllBytes()).hasSize(2);
            far.shutdownOutput();
            while (link.read(b, 0, 10, ByteLink.NO_DEADLINE) >= 0) {
                // The rest of hello, if it came in pieces.
            }
            assertThat(link.read(b, 0, 10, ByteLink.NO_DEADLINE)).isEqualTo(-1);
        }
    }

    @Test
    void closingWakesAReader() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket near = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket far = listener.accept()) {
            ByteLink link = new SocketByteLink(near);
            Exception[] thrown = new Exception[1];
            Thread reader = Thread.ofVirtual().start(() -> {
                try {
                    link.read(new byte[1], 0, 1, ByteLink.NO_DEADLINE);
                } catch (IOException e) {
                    thrown[0] = e;
                }
            });
            link.close();
            reader.join();
            assertThat(thrown[0]).isInstanceOf(IOException.class);
            assertThat(far.getInputStream().read()).isEqualTo(-1);
        }
    }
}
