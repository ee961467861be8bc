package dev.netrarium.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.netrarium.web.handlers.Router;
import dev.netrarium.web.handlers.StaticFiles;
import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpResponse;
import dev.netrarium.web.http.Status;
import dev.netrarium.web.http1.Http1Limits;
import dev.netrarium.web.link.LoopbackServer;
import dev.netrarium.web.server.HttpServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real curl against our server, over the kernel's loopback interface. */
class CurlTest {
    private static final int MEGABYTE = 1024 * 1024;

    @TempDir
    private Path folder;

    private LoopbackServer server;
    private byte[] large;

    @BeforeEach
    void start() throws Exception {
        requireCurl();
        Path root = Files.createDirectories(folder.resolve("root/sub")).getParent();
        large = new byte[5 * MEGABYTE];
        new SplittableRandom(1).nextBytes(large);
        Files.write(root.resolve("large.bin"), large);
        Files.writeString(root.resolve("index.html"), "<p>home\n");
        Files.writeString(root.resolve("sub/index.html"), "<p>sub\n");
        Files.writeString(folder.resolve("secret"), "secret");
        server = new LoopbackServer(
                HttpServerOptions.defaults().withLimits(Http1Limits.ofServer().withBodyBytes(6 * MEGABYTE)),
                Router.builder()
                        .route("/", new StaticFiles(root))
                        .route(
                                "/echo",
                                request -> HttpResponse.of(
                                        Status.OK, HttpBody.of(request.body().bytes(8 * MEGABYTE))))
                        .route("/refuse", request -> HttpResponse.text(Status.FORBIDDEN, "no"))
                        .build());
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private static void requireCurl() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("curl", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() == 0) {
                return;
            }
        } catch (IOException e) {
            System.err.println("SKIPPED: curl is not installed: " + e.getMessage());
        }
        if (System.getenv("CI") != null) {
            fail("curl is not installed, and in CI it must be");
        }
        abort("curl is not installed");
    }

    private byte[] curl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--noproxy", "*", "--max-time", "20"));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(25, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail("curl did not end: " + command);
        }
        return Files.readAllBytes(out);
    }

    private String text(String... arguments) throws Exception {
        return new String(curl(arguments), StandardCharsets.ISO_8859_1);
    }

    @Test
    void fetchesFilesOverOneConnection() throws Exception {
        assertThat(text(server.url("/"), server.url("/sub/"), server.url("/nothing")))
                .isEqualTo("<p>home\n<p>sub\nNot found.\n");
        assertThat(server.connections()).isEqualTo(1);
        assertThat(curl(server.url("/large.bin"))).isEqualTo(large);
    }

    @Test
    void followsTheRedirectOfAFolder() throws Exception {
        assertThat(text("-L", "-w", "%{url_effective} %{num_redirects}", server.url("/sub")))
                .isEqualTo("<p>sub\n" + server.url("/sub/") + " 1");
    }

    @Test
    void asksForHeadsRangesAndChanges() throws Exception {
        assertThat(text("-I", server.url("/large.bin")))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains(
                        "Content-Length: " + large.length + "\r\n",
                        "Accept-Ranges: bytes\r\n",
                        "Server: Netrarium\r\n");
        assertThat(curl("-r", "1000000-1000099", server.url("/large.bin")))
                .isEqualTo(java.util.Arrays.copyOfRange(large, 1_000_000, 1_000_100));
        String etag = folder.resolve("etag").toString();
        text("--etag-save", etag, server.url("/"));
        assertThat(text("--etag-compare", etag, "-w", "%{http_code}", server.url("/")))
                .isEqualTo("304");
    }

    @Test
    void speaksTheOldVersion() throws Exception {
        assertThat(text("-0", "-i", server.url("/")))
                .contains("Connection: close\r\n")
                .endsWith("<p>home\n");
    }

    @Test
    void sendsContentOfKnownAndUnknownLength() throws Exception {
        String file = "@" + folder.resolve("root/large.bin");
        assertThat(curl("--data-binary", file, "-H", "Expect: 100-continue", server.url("/echo")))
                .isEqualTo(large);
        assertThat(curl("--data-binary", file, "-H", "Transfer-Encoding: chunked", server.url("/echo")))
                .isEqualTo(large);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void hearsARefusalThoughItHasMuchToSend() throws Exception {
        Path huge = folder.resolve("huge");
        Files.write(huge, new byte[7 * MEGABYTE]);
        assertThat(text("-T", huge.toString(), "-w", "%{http_code}", server.url("/echo")))
                .startsWith("the content has more than")
                .endsWith("413");
        assertThat(text("--data-binary", "@" + huge, "-H", "Expect: 100-continue", server.url("/refuse")))
                .startsWith("the content has more than");
        assertThat(text("-T", folder.resolve("root/large.bin").toString(), "-w", "%{http_code}", server.url("/refuse")))
                .isEqualTo("no403");
    }

    @Test
    void cannotLeaveTheFolder() throws Exception {
        for (String path : List.of("/../secret", "/%2e%2e/secret", "/..%2fsecret", "/sub/../../secret")) {
            assertThat(text("--path-as-is", "-w", "%{http_code}", server.url(path)))
                    .doesNotContain("secret")
                    .endsWith("400");
        }
    }
}
