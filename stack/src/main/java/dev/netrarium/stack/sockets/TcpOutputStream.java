package dev.netrarium.stack.sockets;

import java.io.IOException;
import java.io.OutputStream;

/** What a connection sends, as a stream. Nothing is held back here; closing it closes the connection. */
final class TcpOutputStream extends OutputStream {
    private final TcpSocket socket;

    TcpOutputStream(TcpSocket socket) {
        this.socket = socket;
    }

    @Override
    public void write(int b) throws IOException {
        socket.write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int at, int length) throws IOException {
        socket.write(b, at, length);
    }

    @Override
    public void close() {
        socket.close();
    }
}
