package dev.netrarium.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.netrarium.stack.Resolver;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.world.Lan;
import dev.netrarium.world.Node;
import dev.netrarium.world.World;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Timeout;

/**
 * OkHttp as it is published, against a blocking server on plain {@code java.net} sockets: both live on hosts of a world
 * that loses frames, and nothing reaches the kernel's network.
 */
@Timeout(60)
class OkHttpTest {
    private static final double LOSS = 0.05;

    @NetrariumTest(seed = 5, live = true)
    void bodiesSurviveLossInRealTime(
            Lan lan,
            @On("web") ServerSocketFactory web,
            @On("user") Node laptop,
            @On("user") SocketFactory user,
            @On("user") Resolver names)
            throws Exception {
        lan.delay(Duration.ofMillis(1));
        laptop.port(lan).loss(LOSS); // each way
        try (ServerSocket listening = web.createServerSocket(80)) {
            Thread server = Thread.ofVirtual().start(() -> {
                try {
                    DigestServer.serve(listening);
                } catch (SocketException e) {
                    assertThat(e).hasMessage("Socket closed");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            // Races IPv6 against IPv4, as OkHttp does by default, from threads of its own.
            exchangeBodies(client(user, names).build(), 1);
            listening.close();
            server.join();
        }
    }

    @NetrariumTest(seed = 5)
    void bodiesSurviveLossInVirtualTime(
            World world,
            Lan lan,
            @On("web") Node web,
            @On("web") ServerSocketFactory listening,
            @On("user") Node laptop,
            @On("user") SocketFactory user,
            @On("user") Resolver names)
            throws Exception {
        lan.delay(Duration.ofMillis(20));
        laptop.port(lan).loss(LOSS); // each way
        web.start("server", context -> {
            try (ServerSocket server = listening.createServerSocket(80)) {
                DigestServer.serve(server);
            }
        });
        // Without fast fallback OkHttp connects in the calling thread, which is the world's.
        exchangeBodies(client(user, names).fastFallback(false).build(), 4);
        assertThat(laptop.port(lan).inward().statistics().lost()).isGreaterThan(50);
        // A handshake and eight exchanges, each at least the round trip of two wires there and two back.
        assertThat(world.now()).isGreaterThan(Duration.ofMillis(9 * 4 * 20).toNanos());
    }

    @NetrariumTest
    void aClosedPortAndAnUnknownNameFailAsOnTheKernel(
            @On("web") Node web, @On("user") SocketFactory user, @On("user") Resolver names) {
        OkHttpClient client = client(user, names).fastFallback(false).build();
        assertThat(catchThrowable(() -> get(client, "http://" + web.name() + ":81/")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Failed to connect to web")
                .hasRootCauseMessage("Connection refused");
        assertThat(catchThrowable(() -> get(client, "http://nowhere/"))).isInstanceOf(UnknownHostException.class);
    }

    private static void exchangeBodies(OkHttpClient client, int times) throws IOException {
        String digest = DigestServer.sha256(DigestServer.body());
        for (int i = 0; i < times; i++) {
            assertThat(DigestServer.sha256(get(client, "http://web/" + i))).isEqualTo(digest);
            Request post = new Request.Builder()
                    .url("http://web/" + i)
                    .post(RequestBody.create(DigestServer.body()))
                    .build();
            try (Response response = client.newCall(post).execute()) {
                assertThat(response.body().string()).isEqualTo(digest);
            }
        }
        client.connectionPool().evictAll();
    }

    private static byte[] get(OkHttpClient client, String url) throws IOException {
        try (Response response =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            assertThat(response.code()).isEqualTo(200);
            return response.body().bytes();
        }
    }

    private static OkHttpClient.Builder client(SocketFactory sockets, Resolver names) {
        return new OkHttpClient.Builder().socketFactory(sockets).dns(name -> lookUp(names, name));
    }

    private static List<InetAddress> lookUp(Resolver names, String name) {
        try {
            List<InetAddress> addresses = new ArrayList<>();
            for (IpAddress address : names.resolve(name)) {
                addresses.add(InetAddress.getByAddress(name, address.toByteArray()));
            }
            return addresses;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } catch (UnknownHostException e) {
            throw sneaky(e);
        }
    }

    /** Kotlin declares no exceptions: OkHttp expects this one all the same. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable e) throws T {
        throw (T) e;
    }
}
