package dev.netrarium.stack;

import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.EthernetHeader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What happens to a frame first: is it for this interface, and which protocol takes it. */
final class EthernetInput {
    private static final long GROUP_BIT = 0x0100_0000_0000L;
    private static final long BROADCAST = 0xffff_ffff_ffffL;

    private final LinkProtocol ipv4;
    private final LinkProtocol ipv6;
    private int[] types = {};
    private LinkProtocol[] protocols = {};

    EthernetInput(LinkProtocol ipv4, LinkProtocol ipv6) {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    void register(int etherType, LinkProtocol protocol) {
        for (int i = 0; i < types.length; i++) {
            if (types[i] == etherType) {
                protocols[i] = protocol;
                return;
            }
        }
        types = Arrays.copyOf(types, types.length + 1);
        protocols = Arrays.copyOf(protocols, types.length);
        types[types.length - 1] = etherType;
        protocols[types.length - 1] = protocol;
    }

    void receive(long now, NetInterface on, Packet frame) {
        byte[] b = frame.bytes;
        int at = frame.start;
        if (frame.length() < EthernetHeader.BYTES) {
            on.dropReceived(now, DropReason.LINK_TRUNCATED, frame);
            return;
        }
        long destination = EthernetHeader.destination(b, at);
        boolean wanted;
        if (destination == on.macBits) {
            wanted = true;
        } else if ((destination & GROUP_BIT) != 0) {
            frame.linkGroup = true;
            wanted = destination == BROADCAST || on.groups.hasMac(destination);
        } else {
            wanted = false;
        }
        if (wanted || on.isPromiscuous()) {
            on.tapIncoming(now, frame);
        }
        if (!wanted) {
            on.dropReceived(now, DropReason.LINK_NOT_FOR_US, frame);
            return;
        }
        frame.start = at + EthernetHeader.BYTES;
        int etherType = EthernetHeader.etherType(b, at);
        LinkProtocol protocol =
                etherType == EtherType.IPV4 ? ipv4 : etherType == EtherType.IPV6 ? ipv6 : registered(etherType);
        if (protocol == null) {
            on.dropReceived(now, DropReason.LINK_UNKNOWN_PROTOCOL, frame);
        } else {
            protocol.receive(now, frame);
        }
    }

    /** An IP packet from a link without headers. */
    void receiveBare(long now, NetInterface on, Packet packet) {
        on.tapIncoming(now, packet);
        int version = packet.length() == 0 ? 0 : (packet.bytes[packet.start] & 0xff) >>> 4;
        switch (version) {
            case 4 -> ipv4.receive(now, packet);
            case 6 -> ipv6.receive(now, packet);
            default -> on.dropReceived(now, DropReason.LINK_UNKNOWN_PROTOCOL, packet);
        }
    }

    private @Nullable LinkProtocol registered(int etherType) {
        for (int i = 0; i < types.length; i++) {
            if (types[i] == etherType) {
                return protocols[i];
            }
        }
        return null;
    }
}
