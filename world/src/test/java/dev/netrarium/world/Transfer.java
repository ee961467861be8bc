package dev.netrarium.world;

import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.sockets.TcpServerSocket;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes from one node to another over TCP, and their digests at both ends. */
final class Transfer {
    private final int bytes;
    private final Runnable aside;

    private Transfer(int bytes, Runnable aside) {
        this.bytes = bytes;
        this.aside = aside;
    }

    /** Lets {@code server} send to {@code client}, who reads in this thread; answers both digests. */
    static String[] run(Node server, Node client, IpAddress address, int bytes) throws Exception {
        return new Transfer(bytes, () -> {}).run(server, client, address);
    }

    /** As {@link #run}, doing something aside before every call of either end. */
    static String[] run(Node server, Node client, IpAddress address, int bytes, Runnable aside) throws Exception {
        return new Transfer(bytes, aside).run(server, client, address);
    }

    private String[] run(Node server, Node client, IpAddress address) throws Exception {
        String[] digests = new String[2];
        RunningProgram sending = server.start("sender", context -> {
            try (TcpServerSocket listener = context.sockets().listen(7000);
                    TcpSocket peer = listener.accept()) {
                digests[0] = send(peer);
            }
        });
        try (TcpSocket socket = client.sockets().connect(Endpoint.of(address, 7000))) {
            digests[1] = receive(socket);
        }
        sending.join();
        return digests;
    }

    private String send(TcpSocket peer) throws IOException {
        MessageDigest digest = sha256();
        RandomStream content = RandomStream.of(5, "transfer", "content");
        byte[] chunk = new byte[10_000];
        for (int left = bytes; left > 0; left -= chunk.length) {
            for (int i = 0; i < chunk.length; i++) {
                chunk[i] = (byte) content.nextInt();
            }
            int length = Math.min(left, chunk.length);
            digest.update(chunk, 0, length);
            aside.run();
            peer.write(chunk, 0, length);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private String receive(TcpSocket socket) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[16_384];
        int read;
        while ((read = socket.read(buffer, 0, buffer.length)) >= 0) {
            digest.update(buffer, 0, read);
            aside.run();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
