package dev.netrarium.bench;

import dev.netrarium.stack.sockets.TcpServerSocket;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.world.Node;
import dev.netrarium.world.ProgramContext;
import java.io.IOException;

/** A sender that writes without end, and a receiver that reads all: blocking programs in threads of their own. */
final class ThreadFlow implements Dumbbell.Flow {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Endpoint address;
    private volatile long bytesRead;

    ThreadFlow(Node from, Node to, Endpoint address) {
        this.address = address;
        to.start("sink", this::read);
        from.start("source", this::write);
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    /** Ends when the world interrupts it. */
    private void write(ProgramContext context) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (TcpSocket socket = context.sockets().connect(address)) {
            while (true) {
                socket.write(chunk, 0, chunk.length);
            }
        }
    }

    private void read(ProgramContext context) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (TcpServerSocket listener = context.sockets().listen(address.port());
                TcpSocket peer = listener.accept()) {
            long sum = 0;
            for (int n = peer.read(chunk, 0, chunk.length); n >= 0; n = peer.read(chunk, 0, chunk.length)) {
                sum += n;
                bytesRead = sum;
            }
        }
    }
}
