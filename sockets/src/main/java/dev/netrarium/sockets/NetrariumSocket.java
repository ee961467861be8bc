package dev.netrarium.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

/** A {@code java.net.Socket} of a Netrarium host; names are resolved by the host. */
final class NetrariumSocket extends Socket {
    private final HostFace face;

    NetrariumSocket(HostFace face) throws SocketException {
        super(new NetrariumSocketImpl(face, false));
        this.face = face;
    }

    @Override
    public void connect(SocketAddress target) throws IOException {
        connect(target, 0);
    }

    @Override
    public void connect(SocketAddress target, int millis) throws IOException {
        if (target instanceof InetSocketAddress internet && internet.isUnresolved() && !isClosed()) {
            InetSocketAddress resolved;
            try {
                resolved = face.resolved(internet);
            } catch (IOException e) {
                close(); // as java.net.Socket does when a name cannot be resolved
                throw e;
            }
            super.connect(resolved, millis);
            return;
        }
        super.connect(target, millis);
    }
}
