package dev.netrarium.cli.tools;

import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpSocketEntry;
import dev.netrarium.stack.tcp.TcpState;
import dev.netrarium.stack.tcp.TcpTimerEntry;
import dev.netrarium.stack.udp.UdpSocketEntry;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One socket of a host, for {@code ss} and {@code netstat}.
 *
 * @param state ESTABLISHED and CLOSED for UDP sockets with and without a peer
 * @param connection null where there is no TCP connection behind it
 * @param timer null where none runs
 */
record SocketRow(
        boolean tcp,
        TcpState state,
        int receiveQueue,
        int sendQueue,
        Endpoint local,
        @Nullable Endpoint remote,
        @Nullable TcpConnection connection,
        @Nullable TcpTimerEntry timer) {

    /** All of the host's, UDP first as ss has them. */
    static List<SocketRow> all(ToolContext context, boolean tcp, boolean udp) {
        return context.ask(() -> {
            List<SocketRow> rows = new ArrayList<>();
            if (udp) {
                context.host().udp().sockets().forEach(e -> rows.add(of(e)));
            }
            if (tcp) {
                context.host().tcp().sockets().forEach(e -> rows.add(of(e)));
            }
            return rows;
        });
    }

    private static SocketRow of(UdpSocketEntry e) {
        TcpState state = e.remote() == null ? TcpState.CLOSED : TcpState.ESTABLISHED;
        return new SocketRow(
                false, state, e.receiveQueueBytes(), e.sendQueueBytes(), e.local(), e.remote(), null, null);
    }

    private static SocketRow of(TcpSocketEntry e) {
        return new SocketRow(
                true, e.state(), e.receiveQueue(), e.sendQueue(), e.local(), e.remote(), e.connection(), e.timer());
    }

    /** True for a TCP listener, and for a UDP socket that anybody may send to. */
    boolean isServing() {
        return remote == null;
    }

    IpFamily family() {
        return local.address().family();
    }
}
