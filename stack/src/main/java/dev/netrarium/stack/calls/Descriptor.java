package dev.netrarium.stack.calls;

import dev.netrarium.stack.Errno;
import dev.netrarium.stack.Host;
import dev.netrarium.stack.Readiness;
import dev.netrarium.stack.udp.UdpDatagram;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv6Address;
import org.jspecify.annotations.Nullable;

/** What a descriptor stands for: a socket of one type. Results are Linux's: negative errno numbers for failure. */
abstract sealed class Descriptor permits StreamDescriptor, DatagramDescriptor {
    final Host host;
    final boolean v6;
    boolean nonBlocking;

    Descriptor(Host host, boolean v6) {
        this.host = host;
        this.v6 = v6;
    }

    abstract int bind(Endpoint local);

    abstract int connect(long now, @Nullable Endpoint remote);

    abstract int listen(int backlog);

    abstract int send(long now, byte[] b, int at, int length, int flags, @Nullable Endpoint to);

    abstract int receive(long now, byte[] b, int at, int length, int flags);

    /** As {@link #receive(long, byte[], int, int, int)}, and tells who sent it. */
    abstract int receiveFrom(long now, UdpDatagram into, int flags);

    abstract int shutdown(long now, int how);

    abstract void close(long now);

    abstract int setOption(long now, int level, int name, int[] value);

    abstract int getOption(long now, int level, int name, int[] value);

    /** An option whose value is text. */
    int setOption(long now, int level, int name, String value) {
        return fail(Errno.ENOPROTOOPT);
    }

    int getOption(long now, int level, int name, StringBuilder value) {
        return fail(Errno.ENOPROTOOPT);
    }

    abstract int ioctl(long now, int request);

    abstract @Nullable Endpoint local();

    abstract @Nullable Endpoint remote();

    /** What a poll waits for; null while the socket is neither bound, connected nor listening. */
    abstract @Nullable Readiness readiness();

    /** What poll tells without a {@link #readiness}. */
    abstract int freshBits();

    IpAddress wildcard() {
        return v6 ? Ipv6Address.ANY : Ipv4Address.ANY;
    }

    /** An IPv4 socket takes no IPv6 addresses; IPv4 addresses on an IPv6 socket are the mapped ones. */
    boolean takes(Endpoint endpoint) {
        return v6 || endpoint.address().family() == IpFamily.IPV4;
    }

    static int fail(Errno errno) {
        return -errno.number();
    }

    static int put(int[] value, int first) {
        value[0] = first;
        return 0;
    }

    static int flag(boolean on) {
        return on ? 1 : 0;
    }
}
