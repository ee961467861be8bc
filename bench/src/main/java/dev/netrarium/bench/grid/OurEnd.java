package dev.netrarium.bench.grid;

import dev.netrarium.stack.sockets.TcpServerSocket;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.world.ProgramContext;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** One end of a transfer on a host of ours: as {@code linux_end.py}, in the world's time. */
final class OurEnd {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final double NANOS_PER_SECOND = 1e9;

    private OurEnd() {}

    /** Takes one connection, and reads it to its end. */
    static Digest receive(ProgramContext context, TcpServerSocket listener) throws IOException {
        MessageDigest digest = sha256();
        byte[] block = new byte[BLOCK_BYTES];
        try (TcpSocket peer = listener.accept()) {
            long began = context.now();
            long count = 0;
            for (int n = peer.read(block, 0, block.length); n >= 0; n = peer.read(block, 0, block.length)) {
                digest.update(block, 0, n);
                count += n;
            }
            return digest(count, context.now() - began, digest);
        }
    }

    /** Connects and sends for so long, or so much. */
    static Digest send(ProgramContext context, Endpoint to, double seconds, long most) throws IOException {
        MessageDigest digest = sha256();
        byte[] block = new byte[BLOCK_BYTES];
        new SplittableRandom(1).nextBytes(block);
        try (TcpSocket socket = context.sockets().connect(to)) {
            long began = context.now();
            long count = 0;
            while (count < most && context.now() - began < seconds * NANOS_PER_SECOND) {
                int length = (int) Math.min(block.length, most - count);
                for (int i = 0; i < Math.min(length, Long.BYTES); i++) {
                    block[i] = (byte) (count >>> 8 * i);
                }
                socket.write(block, 0, length);
                digest.update(block, 0, length);
                count += length;
            }
            socket.shutdownOutput();
            int end = socket.read(block, 0, block.length); // the peer closes when it has all
            if (end >= 0) {
                throw new IOException("the receiver sent " + end + " bytes");
            }
            return digest(count, context.now() - began, digest);
        }
    }

    private static Digest digest(long count, long nanos, MessageDigest digest) {
        return new Digest(count, nanos / NANOS_PER_SECOND, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
