package dev.netrarium.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.internet.HostConnector;
import dev.netrarium.internet.programs.WebServer;
import dev.netrarium.web.Url;
import dev.netrarium.web.client.HttpClient;
import dev.netrarium.web.handlers.StaticFiles;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.HttpResponse;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.world.RunningProgram;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A hundred megabytes, from our web server to curl and from nginx to our client. Over the bad line one connection with
 * NewReno gets no more than some 600 KB/s, so there the file comes in forty ranges at once.
 */
@Tag("interop")
@Timeout(300)
class HttpInteropTest {
    private static final int FILE_BYTES = 100_000_000;
    private static final int RANGES = 40;
    private static final int NGINX_PORT = 8080;

    @TempDir
    static Path folder;

    private static String digest;

    @TempDir
    Path got;

    @BeforeAll
    static void needsPrograms() throws Exception {
        Lacking.anyOf("ip", "sysctl", "curl", "nginx");
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        SplittableRandom chance = new SplittableRandom(1);
        byte[] block = new byte[1_000_000];
        try (OutputStream out = Files.newOutputStream(folder.resolve("large.bin"))) {
            for (int i = 0; i < FILE_BYTES / block.length; i++) {
                chance.nextBytes(block);
                out.write(block);
                sha.update(block);
            }
        }
        digest = HexFormat.of().formatHex(sha.digest());
    }

    private Duration cpuBefore;

    @BeforeEach
    void readProcessorTime() {
        cpuBefore = processorTime();
    }

    @ParameterizedTest
    @EnumSource
    void curlFetchesAHundredMegabytesFromUs(IpFamily family) throws Exception {
        try (KernelAndHost both = new KernelAndHost()) {
            both.serve(80, new WebServer(80, new StaticFiles(folder)));
            Path file = got.resolve("large.bin");
            long began = both.world.now();
            ExternalProgram.Result curl = both.kernel.run(
                    "curl", "-sS", "-w", "%{http_code} in %{time_total} s", "-o", file.toString(), ours(family));
            assertThat(curl.all()).startsWith("200 in ");
            report("curl from us, clean", family, both.world.now() - began);
            assertThat(digestOf(file)).isEqualTo(digest);
            assertThat(both.cable.outward().statistics().lost()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void curlFetchesAHundredMegabytesFromUsOverABadLine(IpFamily family) throws Exception {
        try (KernelAndHost both = new KernelAndHost()) {
            both.serve(80, new WebServer(80, new StaticFiles(folder)));
            both.makeCableBad();
            Path list = got.resolve("ranges");
            Files.writeString(list, ranges(ours(family)));
            long began = both.world.now();
            ExternalProgram.Result curl = both.kernel.run(
                    "curl",
                    "--no-progress-meter",
                    "-Z",
                    "--parallel-immediate",
                    "--parallel-max",
                    "" + RANGES,
                    "-K",
                    list.toString());
            assertThat(curl.all()).isEmpty();
            report("curl from us, bad line", family, both.world.now() - began);
            assertThat(digestOf(parts())).isEqualTo(digest);
            assertThat(both.cable.outward().statistics().lost()).isPositive();
            assertThat(both.cable.outward().statistics().reordered()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void weFetchAHundredMegabytesFromNginx(IpFamily family) throws Exception {
        try (KernelAndHost both = new KernelAndHost()) {
            startNginx(both);
            Path file = got.resolve("large.bin");
            long began = both.world.now();
            both.host
                    .start("client", _ -> fetch(both, nginx(family), "bytes=0-", file, 0))
                    .join();
            both.world.check();
            report("we from nginx, clean", family, both.world.now() - began);
            assertThat(digestOf(file)).isEqualTo(digest);
        }
    }

    @ParameterizedTest
    @EnumSource
    void weFetchAHundredMegabytesFromNginxOverABadLine(IpFamily family) throws Exception {
        try (KernelAndHost both = new KernelAndHost()) {
            startNginx(both);
            both.makeCableBad();
            Path file = got.resolve("large.bin");
            Files.createFile(file);
            long began = both.world.now();
            List<RunningProgram> clients = new ArrayList<>();
            for (int i = 0; i < RANGES; i++) {
                long first = first(i);
                String range = "bytes=" + first + "-" + (first(i + 1) - 1);
                clients.add(both.host.start("client-" + i, _ -> fetch(both, nginx(family), range, file, first)));
            }
            for (RunningProgram client : clients) {
                client.join();
            }
            both.world.check();
            report("we from nginx, bad line", family, both.world.now() - began);
            assertThat(digestOf(file)).isEqualTo(digest);
            assertThat(both.cable.inward().statistics().lost()).isPositive();
        }
    }

    private static Url nginx(IpFamily family) throws Exception {
        return Url.parse(
                "http://" + KernelAndHost.inUrl(KernelAndHost.kernel(family)) + ":" + NGINX_PORT + "/large.bin");
    }

    private static String ours(IpFamily family) {
        return "http://" + KernelAndHost.inUrl(KernelAndHost.host(family)) + "/large.bin";
    }

    private static long first(int range) {
        return (long) FILE_BYTES * range / RANGES;
    }

    private String ranges(String url) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < RANGES; i++) {
            list.append(i == 0 ? "" : "next\n")
                    .append("url = \"" + url + "\"\n")
                    .append("range = " + first(i) + "-" + (first(i + 1) - 1) + "\n")
                    .append("no-progress-meter\n")
                    .append("output = \"" + part(i) + "\"\n");
        }
        return list.toString();
    }

    private Path part(int range) {
        return got.resolve("part" + range);
    }

    private Path[] parts() {
        Path[] parts = new Path[RANGES];
        for (int i = 0; i < RANGES; i++) {
            parts[i] = part(i);
        }
        return parts;
    }

    private static void fetch(KernelAndHost both, Url url, String range, Path file, long at) throws Exception {
        byte[] buffer = new byte[64 * 1024];
        try (HttpClient client = new HttpClient(new HostConnector(both.host.sockets(), both.host.resolver()));
                RandomAccessFile to = new RandomAccessFile(file.toFile(), "rw")) {
            HttpResponse response = client.send(url, HttpRequest.get(url).with("Range", range));
            assertThat(response.status().code()).isEqualTo(206);
            to.seek(at);
            try (InputStream content = response.body().open()) {
                for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                    to.write(buffer, 0, n);
                }
            }
        }
    }

    private void startNginx(KernelAndHost both) throws Exception {
        Path home = Files.createDirectories(got.resolve("nginx"));
        Path configuration = home.resolve("nginx.conf");
        Files.writeString(configuration, """
                user root;
                daemon off;
                worker_processes 1;
                pid HOME/pid;
                error_log stderr;
                events { worker_connections 1024; }
                http {
                  access_log off;
                  sendfile on;
                  client_body_temp_path HOME/body; proxy_temp_path HOME/proxy; fastcgi_temp_path HOME/fastcgi;
                  uwsgi_temp_path HOME/uwsgi; scgi_temp_path HOME/scgi;
                  server { listen PORT; listen [::]:PORT; root ROOT; }
                }
                """.replace("HOME", home.toString())
                .replace("PORT", "" + NGINX_PORT)
                .replace("ROOT", folder.toString()));
        both.kernel.serve("nginx", "-e", "stderr", "-c", configuration.toString());
        for (int tries = 0;
                both.kernel
                                .run("curl", "-sS", "-I", "http://[::1]:" + NGINX_PORT)
                                .exitCode()
                        != 0;
                tries++) {
            assertThat(tries).as("nginx answers in its own namespace").isLessThan(100);
            Thread.sleep(50);
        }
    }

    private static String digestOf(Path... parts) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[1 << 16];
        for (Path part : parts) {
            try (InputStream in = Files.newInputStream(part)) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    sha.update(buffer, 0, n);
                }
            }
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    /** Reported, never asserted: a machine may be busy. The processor time is this process's, the kernel's work for it included. */
    private void report(String what, IpFamily family, long nanos) {
        double seconds = nanos / 1e9;
        double gigabytes = FILE_BYTES / 1e9;
        double cpuSeconds = processorTime().minus(cpuBefore).toNanos() / 1e9;
        System.out.printf(
                Locale.ROOT,
                "[interop] %s, %s: 100 MB in %.2f s, %.2f Gbit/s, %.2f CPU-s/GB%n",
                what,
                family,
                seconds,
                gigabytes * 8 / seconds,
                cpuSeconds / gigabytes);
    }

    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
