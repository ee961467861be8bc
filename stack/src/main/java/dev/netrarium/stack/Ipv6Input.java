package dev.netrarium.stack;

import dev.netrarium.wire.Ipv6Header;

/** What happens to an IPv6 packet that came in (RFC 8200): checked, then for us, or passed on. */
final class Ipv6Input implements LinkProtocol {
    private final Host host;
    private final IpDelivery delivery;

    Ipv6Input(Host host, IpDelivery delivery) {
        this.host = host;
        this.delivery = delivery;
    }

    @Override
    public void receive(long now, Packet packet) {
        host.counters().add(Mib.IP_IN_RECEIVES);
        byte[] b = packet.bytes;
        int at = packet.start;
        DropReason fault = switch (Ipv6Header.check(b, at, packet.end)) {
            case NONE -> null;
            case TRUNCATED -> DropReason.IP_TRUNCATED;
            case MALFORMED -> DropReason.IP_HEADER_MALFORMED;
        };
        if (fault != null) {
            host.drop(now, fault, packet);
            return;
        }
        packet.end = at + Ipv6Header.BYTES + Ipv6Header.payloadLength(b, at);
        packet.network = at;
        Ipv6Extensions.locateTransport(packet);
        delivery.arrived(now, packet, Ipv6Extensions.isFragment(packet));
    }
}
