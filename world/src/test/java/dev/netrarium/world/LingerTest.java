package dev.netrarium.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.sockets.TcpServerSocket;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.stack.tcp.TcpState;
import dev.netrarium.wire.Endpoint;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SO_LINGER with a time: close waits for the acknowledgment of what was written, and no longer than that time. */
@Timeout(30)
class LingerTest {
    private static final long SECOND = 1_000_000_000L;

    private final World world = World.seeded(1);
    private final Node client = world.host("client");
    private final Node server = world.host("server");
    private final Link link = world.link(client, "192.0.2.1/30", server, "192.0.2.2/30")
            .delay(Duration.ofMillis(100))
            .bandwidth(8_000_000);

    @AfterEach
    void close() {
        world.close();
    }

    private TcpSocket connected(int lingerSeconds) throws Exception {
        TcpSocket socket = client.sockets().connect(Endpoint.of(server.address(), 7000));
        socket.settings(socket.settings().withLingerSeconds(lingerSeconds));
        return socket;
    }

    private void serve(boolean reads) {
        server.start("reader", context -> {
            try (TcpServerSocket listener = context.sockets().listen(7000);
                    TcpSocket peer = listener.accept()) {
                byte[] bytes = new byte[10_000];
                while (reads && peer.read(bytes, 0, bytes.length) >= 0) {
                    // it only reads
                }
                context.sleep(Duration.ofSeconds(60));
            }
        });
    }

    @Test
    void closeReturnsWhenThePeerHasAcknowledgedAll() throws Exception {
        serve(true);
        TcpSocket socket = connected(10);
        socket.write(new byte[200_000], 0, 200_000);
        long before = world.now();
        socket.close();
        assertThat(socket.connection().unacknowledgedBytes()).isZero();
        assertThat(socket.connection().state()).isEqualTo(TcpState.FIN_WAIT_2);
        assertThat(world.now() - before).as("a round trip at least").isBetween(SECOND / 5, 2 * SECOND);
    }

    @Test
    void withoutATimeItReturnsAtOnceAndTheDataIsStillSent() throws Exception {
        serve(true);
        TcpSocket socket = connected(-1);
        socket.write(new byte[50_000], 0, 50_000);
        long before = world.now();
        socket.close();
        assertThat(world.now()).isEqualTo(before);
        assertThat(socket.connection().isClosing()).isTrue();
        world.run(Duration.ofSeconds(5));
        assertThat(socket.connection().isClosing()).isFalse();
    }

    @Test
    void onACutCableItReturnsWhenTheTimeIsOverAndTcpGoesOnTrying() throws Exception {
        serve(true);
        TcpSocket socket = connected(3);
        link.cut();
        socket.write(new byte[1000], 0, 1000);
        long before = world.now();
        socket.close();
        assertThat(world.now() - before).isEqualTo(3 * SECOND);
        assertThat(socket.connection().state()).isEqualTo(TcpState.FIN_WAIT_1);
        assertThat(client.host().tcp().orphanCount()).isEqualTo(1);
        link.heal();
        world.run(Duration.ofSeconds(20));
        assertThat(socket.connection().isClosing()).isFalse();
    }
}
