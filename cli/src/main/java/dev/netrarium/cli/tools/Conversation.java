package dev.netrarium.cli.tools;

import dev.netrarium.stack.sockets.TcpSocket;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Standard input to a TCP connection, and the connection to standard output, turn by turn: everything is printed that
 * comes until the peer has been silent for a while, then a piece of input is sent. In the world's time that silence costs
 * nothing, and the order of the output does not depend on how fast somebody types.
 */
final class Conversation {
    /** Longer than any round trip of a sane network. */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private static final int PIECE_BYTES = 8192;

    private final ToolContext context;
    private final TcpSocket socket;

    Conversation(ToolContext context, TcpSocket socket) {
        this.context = context;
        this.socket = socket;
    }

    /**
     * Talks until the peer closes, or the input has ended and the peer is silent.
     *
     * @param halfClose end our direction when the input has ended
     * @param patience how long the peer may be silent after the end of the input
     * @return true when the peer closed
     */
    boolean run(boolean halfClose, Duration patience) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        while (!hear(SILENCE)) {
            int length = context.in().read(piece);
            if (length < 0) {
                if (halfClose) {
                    socket.shutdownOutput();
                }
                return hear(patience);
            }
            socket.write(piece, 0, length);
        }
        return true;
    }

    /** Prints what comes until the peer is silent for so long (false) or closes (true). */
    boolean hear(Duration silence) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        while (true) {
            int length;
            try {
                length = socket.read(piece, 0, piece.length, context.deadline(silence));
            } catch (SocketTimeoutException e) {
                context.out().flush();
                return false;
            }
            if (length < 0) {
                context.out().flush();
                return true;
            }
            context.out().write(new String(piece, 0, length, StandardCharsets.UTF_8));
        }
    }
}
