package dev.netrarium.stack;

import dev.netrarium.wire.Ipv4Header;

/** What happens to an IPv4 packet that came in (RFC 1122 §3.2, RFC 1812 §5): checked, then for us, or passed on. */
final class Ipv4Input implements LinkProtocol {
    private static final int OPTION_END = 0;
    private static final int OPTION_NOOP = 1;
    private static final int LOOSE_SOURCE_ROUTE = 131;
    private static final int STRICT_SOURCE_ROUTE = 137;

    private final Host host;
    private final IpDelivery delivery;

    Ipv4Input(Host host, IpDelivery delivery) {
        this.host = host;
        this.delivery = delivery;
    }

    @Override
    public void receive(long now, Packet packet) {
        host.counters().add(Mib.IP_IN_RECEIVES);
        byte[] b = packet.bytes;
        int at = packet.start;
        DropReason fault = switch (Ipv4Header.check(b, at, packet.end)) {
            case NONE -> null;
            case TRUNCATED -> DropReason.IP_TRUNCATED;
            case MALFORMED -> DropReason.IP_HEADER_MALFORMED;
            case CHECKSUM -> DropReason.IP_HEADER_CHECKSUM;
        };
        if (fault != null) {
            host.drop(now, fault, packet);
            return;
        }
        packet.end = at + Ipv4Header.totalLength(b, at); // what follows is the link's padding
        packet.network = at;
        int header = Ipv4Header.headerBytes(b, at);
        packet.transport = at + header;
        if (header > Ipv4Header.BYTES && !optionsPass(now, packet)) {
            return;
        }
        delivery.arrived(now, packet, Ipv4Header.isFragment(b, at));
    }

    /** Malformed options are answered; source routes are refused, as Linux does by default. */
    private boolean optionsPass(long now, Packet packet) {
        byte[] b = packet.bytes;
        int end = packet.transport;
        int o = packet.network + Ipv4Header.BYTES;
        while (o < end) {
            int type = b[o] & 0xff;
            if (type == OPTION_END) {
                break;
            }
            if (type == OPTION_NOOP) {
                o++;
                continue;
            }
            int length = o + 1 < end ? b[o + 1] & 0xff : 0;
            if (length < 2 || o + length > end) {
                host.icmp().errors().send(now, IcmpProblem.PARAMETER, o - packet.network, packet);
                host.drop(now, DropReason.IP_HEADER_MALFORMED, packet);
                return false;
            }
            if (type == LOOSE_SOURCE_ROUTE || type == STRICT_SOURCE_ROUTE) {
                host.drop(now, DropReason.IP_SOURCE_ROUTE, packet);
                return false;
            }
            o += length;
        }
        return true;
    }
}
