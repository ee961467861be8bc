package dev.netrarium.stack.rig;

import dev.netrarium.stack.Readiness;
import dev.netrarium.stack.tcp.Tcp;
import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpException;
import dev.netrarium.stack.tcp.TcpListener;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.wire.Endpoint;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A client that writes so many bytes to a server and closes, and a server that reads them all and closes: the bytes are
 * copied in and out as programs do it. Both {@link Tcp}s may live on any {@link RigEnd}, a full host as well as a
 * {@link RigHost}.
 */
public final class BulkTransfer {
    /** What the programs write and read at once. */
    private static final int CHUNK_BYTES = 32 * 1024;

    /** The content repeats after a length that no chunk size divides, so that misplaced bytes show. */
    private static final int PATTERN_BYTES = 65521;

    private final long bytes;
    private final byte[] pattern = new byte[PATTERN_BYTES + CHUNK_BYTES];
    private final byte[] target = new byte[CHUNK_BYTES];
    private final TcpListener listener;
    private final TcpConnection client;
    private final @Nullable MessageDigest written;
    private final @Nullable MessageDigest read;
    private @Nullable TcpConnection server;
    private long bytesWritten;
    private long bytesRead;
    private boolean clientClosed;
    private boolean serverClosed;
    private @Nullable TcpException failure;

    private BulkTransfer(
            Rig rig,
            Tcp from,
            Tcp to,
            Endpoint address,
            long bytes,
            TcpSettings client,
            TcpSettings server,
            boolean sum)
            throws TcpException {
        this.bytes = bytes;
        long x = 1;
        for (int i = 0; i < PATTERN_BYTES; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
            pattern[i] = (byte) (x >>> 56);
        }
        System.arraycopy(pattern, 0, pattern, PATTERN_BYTES, CHUNK_BYTES);
        this.written = sum ? sha256() : null;
        this.read = sum ? sha256() : null;
        this.listener = to.listen(address, 1, server);
        this.client = from.connect(rig.now(), address, client);
    }

    /**
     * Starts a transfer.
     *
     * @param address where the server listens
     * @param bytes how many to move
     * @param sum whether to take the SHA-256 of what is written and read
     */
    public static BulkTransfer start(
            Rig rig,
            RigEnd clientEnd,
            Tcp clientTcp,
            RigEnd serverEnd,
            Tcp serverTcp,
            Endpoint address,
            long bytes,
            TcpSettings clientSettings,
            TcpSettings serverSettings,
            boolean sum)
            throws TcpException {
        BulkTransfer transfer =
                new BulkTransfer(rig, clientTcp, serverTcp, address, bytes, clientSettings, serverSettings, sum);
        rig.start(serverEnd, transfer::serve);
        rig.start(clientEnd, transfer::write);
        return transfer;
    }

    /** Everything was read, and both programs have closed. */
    public boolean isDone() {
        return failure != null || (clientClosed && serverClosed);
    }

    /** Why a program gave up, or null. */
    public @Nullable TcpException failure() {
        return failure;
    }

    public long bytesWritten() {
        return bytesWritten;
    }

    public long bytesRead() {
        return bytesRead;
    }

    /** The writing connection. */
    public TcpConnection client() {
        return client;
    }

    /** The reading connection; null before the handshake is over. */
    public @Nullable TcpConnection server() {
        return server;
    }

    /** SHA-256 of what was written so far, in hexadecimal; "" when not asked for. */
    public String sumWritten() {
        return hex(written);
    }

    /** SHA-256 of what was read so far. */
    public String sumRead() {
        return hex(read);
    }

    private void write(long now) {
        try {
            while (!clientClosed && (client.bits() & Readiness.WRITABLE) != 0) {
                if (bytesWritten == bytes) {
                    client.close(now);
                    clientClosed = true;
                    return;
                }
                int at = (int) (bytesWritten % PATTERN_BYTES);
                int n = client.send(now, pattern, at, (int) Math.min(CHUNK_BYTES, bytes - bytesWritten));
                if (n == 0) {
                    return;
                }
                if (written != null) {
                    written.update(pattern, at, n);
                }
                bytesWritten += n;
            }
        } catch (TcpException e) {
            failure = e;
        }
    }

    private void serve(long now) {
        TcpConnection connection = server;
        if (connection == null) {
            connection = listener.accept();
            server = connection;
            if (connection == null) {
                return;
            }
            listener.close(now);
        }
        try {
            while (!serverClosed && (connection.bits() & Readiness.READABLE) != 0) {
                int n = connection.receive(now, target, 0, CHUNK_BYTES);
                if (n == TcpConnection.END_OF_STREAM) {
                    connection.close(now);
                    serverClosed = true;
                    return;
                }
                if (n == 0) {
                    return;
                }
                if (read != null) {
                    read.update(target, 0, n);
                }
                bytesRead += n;
            }
        } catch (TcpException e) {
            failure = e;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String hex(@Nullable MessageDigest digest) {
        if (digest == null) {
            return "";
        }
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }
}
