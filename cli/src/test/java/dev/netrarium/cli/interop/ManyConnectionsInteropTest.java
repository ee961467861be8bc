package dev.netrarium.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.internet.programs.SmallService;
import dev.netrarium.wire.IpFamily;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thousand connections of the kernel at once, opened in one burst, all open until the last is answered. */
@Tag("interop")
@Timeout(120)
class ManyConnectionsInteropTest {
    private static final int CONNECTIONS = 1000;

    @BeforeAll
    static void needsPrograms() {
        Lacking.anyOf("ip", "sysctl");
    }

    @ParameterizedTest
    @EnumSource
    void aThousandConnectionsAtOnceAreAllAnswered(IpFamily family) throws Exception {
        try (KernelAndHost both = new KernelAndHost()) {
            both.serve(7, new SmallService(SmallService.Kind.ECHO, 7));
            int answered = NamespaceThread.run(both.kernel, () -> {
                InetSocketAddress echo = new InetSocketAddress(InetAddress.getByName(KernelAndHost.host(family)), 7);
                return new Burst(echo, family).answered();
            });
            assertThat(answered).isEqualTo(CONNECTIONS);
            assertThat(both.awaitConnections(0, CONNECTIONS / 100, Duration.ofSeconds(20)))
                    .as("connections left when the kernel has closed its ends")
                    .hasSizeLessThanOrEqualTo(CONNECTIONS / 100);
        }
    }

    /** The kernel's side: each connection says its own sentence and wants it back. */
    private static final class Burst {
        private final List<SocketChannel> open = new ArrayList<>();
        private final Selector selector = Selector.open();
        private int answered;

        Burst(InetSocketAddress echo, IpFamily family) throws IOException {
            for (int i = 0; i < CONNECTIONS; i++) {
                SocketChannel channel = SocketChannel.open(
                        family == IpFamily.IPV4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
                open.add(channel);
                channel.configureBlocking(false);
                channel.connect(echo);
                channel.register(selector, SelectionKey.OP_CONNECT, "connection " + i + " greets\n");
            }
        }

        int answered() throws IOException {
            try {
                while (answered < CONNECTIONS && selector.select(20_000) > 0) {
                    for (SelectionKey key : selector.selectedKeys()) {
                        ready(key);
                    }
                    selector.selectedKeys().clear();
                }
                return answered;
            } finally {
                for (SocketChannel channel : open) {
                    channel.close();
                }
                selector.close();
            }
        }

        private void ready(SelectionKey key) throws IOException {
            SocketChannel channel = (SocketChannel) key.channel();
            byte[] sentence = ((String) key.attachment()).getBytes(StandardCharsets.US_ASCII);
            if (key.isConnectable()) {
                channel.finishConnect();
                channel.write(ByteBuffer.wrap(sentence));
                key.interestOps(SelectionKey.OP_READ);
                return;
            }
            ByteBuffer got = ByteBuffer.allocate(sentence.length);
            channel.read(got);
            if (got.flip().equals(ByteBuffer.wrap(sentence))) { // so short a sentence comes in one segment
                answered++;
            }
            key.cancel();
        }
    }
}
