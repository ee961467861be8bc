package dev.netrarium.sockets;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/** A {@code java.net.ServerSocket} of a Netrarium host. */
final class NetrariumServerSocket extends ServerSocket {
    private final HostFace face;

    NetrariumServerSocket(HostFace face) {
        super(new NetrariumSocketImpl(face, true));
        this.face = face;
    }

    @Override
    public Socket accept() throws IOException {
        if (isClosed()) {
            throw new SocketException("Socket is closed");
        }
        if (!isBound()) {
            throw new SocketException("Socket is not bound yet");
        }
        NetrariumSocket accepted = new NetrariumSocket(face);
        implAccept(accepted);
        return accepted;
    }
}
