package dev.netrarium.sockets;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketException;

/** A {@code java.net.DatagramSocket} of a Netrarium host, not bound yet. What it checks itself, it says as the JDK's does. */
final class NetrariumDatagramSocket extends DatagramSocket {
    NetrariumDatagramSocket(HostFace face) {
        super(new NetrariumDatagramSocketImpl(face));
    }

    @Override
    public void send(DatagramPacket packet) throws IOException {
        if (isClosed()) {
            throw new SocketException("Socket closed");
        }
        synchronized (packet) {
            if (isConnected()
                    && packet.getAddress() != null
                    && !packet.getSocketAddress().equals(getRemoteSocketAddress())) {
                throw new IllegalArgumentException("Connected and packet address differ");
            }
        }
        super.send(packet);
    }

    @Override
    public void setSendBufferSize(int bytes) throws SocketException {
        if (bytes <= 0) {
            throw new IllegalArgumentException("Invalid send size");
        }
        super.setSendBufferSize(bytes);
    }

    @Override
    public void setReceiveBufferSize(int bytes) throws SocketException {
        if (bytes <= 0) {
            throw new IllegalArgumentException("Invalid receive size");
        }
        super.setReceiveBufferSize(bytes);
    }
}
