package dev.netrarium.stack.udp;

import dev.netrarium.stack.Errno;
import dev.netrarium.stack.Network;
import dev.netrarium.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The multicast groups that one endpoint has joined. */
final class Memberships {
    /** Linux's {@code igmp_max_memberships}. */
    private static final int MAX_GROUPS = 20;

    private record Membership(IpAddress group, int interfaceIndex) {}

    private final List<Membership> joined = new ArrayList<>(2);

    void join(long now, Network network, IpAddress group, int interfaceIndex) throws UdpException {
        if (!group.isMulticast()) {
            throw new UdpException(Errno.EINVAL);
        }
        if (find(group, interfaceIndex) != null) {
            throw new UdpException(Errno.EADDRINUSE);
        }
        if (joined.size() == MAX_GROUPS) {
            throw new UdpException(Errno.ENOBUFS);
        }
        int index = network.join(now, group, interfaceIndex);
        if (index == 0) {
            throw new UdpException(Errno.ENODEV);
        }
        joined.add(new Membership(group, index));
    }

    void leave(long now, Network network, IpAddress group, int interfaceIndex) throws UdpException {
        Membership membership = find(group, interfaceIndex);
        if (membership == null) {
            throw new UdpException(Errno.EADDRNOTAVAIL);
        }
        joined.remove(membership);
        network.leave(now, membership.group, membership.interfaceIndex);
    }

    void leaveAll(long now, Network network) {
        for (Membership membership : joined) {
            network.leave(now, membership.group, membership.interfaceIndex);
        }
        joined.clear();
    }

    private @Nullable Membership find(IpAddress group, int interfaceIndex) {
        for (Membership membership : joined) {
            if (membership.group.equals(group)
                    && (interfaceIndex == 0 || membership.interfaceIndex == interfaceIndex)) {
                return membership;
            }
        }
        return null;
    }
}
