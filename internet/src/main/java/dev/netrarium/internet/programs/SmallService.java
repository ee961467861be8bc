package dev.netrarium.internet.programs;

import dev.netrarium.stack.sockets.TcpServerSocket;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.world.Program;
import dev.netrarium.world.ProgramContext;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;

/**
 * The small services over TCP that inetd used to offer, each a connection a program: echo (RFC 862), discard (RFC 863),
 * character generator (RFC 864).
 */
public final class SmallService implements Program {
    /** What is done with a connection. */
    public enum Kind {
        ECHO(7),
        DISCARD(9),
        CHARGEN(19);

        private final int port;

        Kind(int port) {
            this.port = port;
        }

        /** The well-known port. */
        public int port() {
            return port;
        }
    }

    private static final int BUFFER_BYTES = 64 * 1024;

    /** RFC 864: lines of 72 of the 95 printable characters, each line beginning one further. */
    private static final int LINE = 72;

    private static final int PRINTABLE = 95;

    private final Kind kind;
    private final int port;

    public SmallService(Kind kind, int port) {
        this.kind = kind;
        this.port = port;
    }

    @Override
    public void run(ProgramContext context) throws Exception {
        try (TcpServerSocket listener = context.sockets().listen(port)) {
            for (long number = 1; ; number++) {
                TcpSocket socket = listener.accept();
                context.start(kind.name().toLowerCase(java.util.Locale.ROOT) + "-" + number, _ -> serve(socket));
            }
        } catch (InterruptedIOException e) {
            Thread.currentThread().interrupt(); // asked to end
        }
    }

    private void serve(TcpSocket socket) throws InterruptedIOException {
        try (socket) {
            switch (kind) {
                case ECHO -> echo(socket);
                case DISCARD -> discard(socket);
                case CHARGEN -> generate(socket);
            }
        } catch (InterruptedIOException e) {
            throw e;
        } catch (SocketException e) {
            return; // the client is gone: the ordinary end of chargen, and nobody is left to be told
        } catch (IOException e) {
            throw new IllegalStateException("serving " + socket.remote(), e);
        }
    }

    private static void echo(TcpSocket socket) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n = socket.read(buffer, 0, buffer.length); n >= 0; n = socket.read(buffer, 0, buffer.length)) {
            socket.write(buffer, 0, n);
        }
    }

    private static void discard(TcpSocket socket) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        int n = 0;
        while (n >= 0) {
            n = socket.read(buffer, 0, buffer.length);
        }
    }

    private static void generate(TcpSocket socket) throws IOException {
        byte[] lines = new byte[PRINTABLE * (LINE + 2)];
        int at = 0;
        for (int first = 0; first < PRINTABLE; first++) {
            for (int i = 0; i < LINE; i++) {
                lines[at++] = (byte) (' ' + (first + i) % PRINTABLE);
            }
            lines[at++] = '\r';
            lines[at++] = '\n';
        }
        while (true) {
            socket.write(lines, 0, lines.length);
        }
    }
}
