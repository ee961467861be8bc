package dev.netrarium.stack.tcp;

import dev.netrarium.wire.Endpoint;

/** A local address and port that an endpoint has bound and not yet used to listen or connect. */
public final class TcpBinding {
    final PortUse use;
    final boolean reuseAddress;
    private final Tcp tcp;
    private final Endpoint local;
    private boolean given;

    TcpBinding(Tcp tcp, PortUse use, boolean reuseAddress, Endpoint local) {
        this.tcp = tcp;
        this.use = use;
        this.reuseAddress = reuseAddress;
        this.local = local;
    }

    /** The address as it was asked for, the port as it was chosen. */
    public Endpoint local() {
        return local;
    }

    /** Gives the port back, unless a listener or a connection has it now. */
    public void release() {
        if (!given) {
            given = true;
            tcp.ports.release(use, reuseAddress, false);
        }
    }

    /** The port belongs to a listener or a connection from now on. */
    void give() throws TcpException {
        if (given) {
            throw new TcpException(TcpError.INVALID_ARGUMENT);
        }
        given = true;
    }
}
