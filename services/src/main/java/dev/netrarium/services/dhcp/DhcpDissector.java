package dev.netrarium.services.dhcp;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.MacAddress;
import dev.netrarium.wire.dissect.Dissector;
import dev.netrarium.wire.dissect.LayerBuilder;
import dev.netrarium.wire.dissect.Selector;
import java.util.List;

/** DHCP and BOOTP over UDP ports 67 and 68: the message as a tree, and in one line as tcpdump has it. */
public final class DhcpDissector implements Dissector {
    private static final int BROADCAST = 0x8000;
    private static final int ETHERNET_BYTES = 6;

    @Override
    public String protocol() {
        return "DHCP";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(Selector.udpPort(DhcpMessage.SERVER_PORT), Selector.udpPort(DhcpMessage.CLIENT_PORT));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        int length = layer.declaredRemaining();
        int start = layer.start();
        int op = layer.u8("Operation", DhcpDissector::operation);
        layer.line("BOOTP/DHCP, " + operation(op) + ", length " + length);
        layer.u8("Hardware type");
        int hardwareLength = layer.u8("Hardware address length");
        layer.u8("Hops");
        layer.u32("Transaction ID", id -> String.format("0x%08x", id));
        layer.u16("Seconds");
        layer.u16(
                "Flags",
                flags -> String.format("0x%04x (%s)", flags, (flags & BROADCAST) != 0 ? "broadcast" : "unicast"));
        layer.ip("Client address", IpFamily.IPV4);
        layer.ip("Your address", IpFamily.IPV4);
        layer.ip("Next server", IpFamily.IPV4);
        layer.ip("Relay agent", IpFamily.IPV4);
        String from = "";
        if (hardwareLength == ETHERNET_BYTES) {
            MacAddress mac = layer.mac("Client hardware address");
            from = " from " + mac;
        } else {
            layer.hex("Client hardware address", Math.min(hardwareLength, MessageWire.SNAME - 28));
        }
        boolean isRequest = op == DhcpMessage.REQUEST;
        String line = "BOOTP/DHCP, " + operation(op) + (isRequest ? from : "") + ", length " + length;
        layer.line(line).summary(operation(op) + from);
        layer.moveTo(start + MessageWire.SNAME);
        int sname = layer.position();
        int file = sname + MessageWire.SNAME_BYTES;
        layer.moveTo(start + MessageWire.COOKIE);
        if (layer.remaining() < 4 || BigEndian.i32(layer.bytes(), layer.position()) != MessageWire.MAGIC) {
            layer.note("no magic cookie: BOOTP without options");
            return true;
        }
        layer.hex("Magic cookie", 4);
        Walk walk = new Walk(layer);
        walk.options(layer.end());
        if ((walk.overload & 1) != 0) {
            layer.moveTo(file);
            walk.options(file + MessageWire.FILE_BYTES);
        } else if (layer.bytes()[file] != 0) {
            layer.moveTo(file).text("Boot file", MessageWire.FILE_BYTES);
        }
        if ((walk.overload & 2) != 0) {
            layer.moveTo(sname);
            walk.options(sname + MessageWire.SNAME_BYTES);
        }
        layer.moveTo(layer.end());
        MessageType type = walk.type;
        if (type != null) {
            layer.summary("DHCP " + type + from + walk.about);
        }
        return true;
    }

    private static String operation(int op) {
        return op == DhcpMessage.REQUEST ? "Request" : op == DhcpMessage.REPLY ? "Reply" : "unknown (" + op + ")";
    }

    /** The options one by one, as they stand: parts of a long one each by itself. */
    private static final class Walk {
        private final LayerBuilder layer;
        private int overload;
        private @org.jspecify.annotations.Nullable MessageType type;
        private String about = "";

        Walk(LayerBuilder layer) {
            this.layer = layer;
        }

        void options(int end) {
            while (layer.position() < end) {
                int at = layer.position();
                int code = layer.u8();
                if (code == OptionCode.END) {
                    layer.field("End", "", at, 1);
                    return;
                }
                if (code == OptionCode.PAD) {
                    continue;
                }
                int length = layer.u8();
                layer.skip(length);
                ByteString value = ByteString.copyOf(layer.bytes(), at + 2, at + 2 + length);
                layer.field(OptionCode.name(code) + " (" + code + ")", OptionText.of(code, value), at, 2 + length);
                note(code, value);
            }
        }

        private void note(int code, ByteString value) {
            switch (code) {
                case OptionCode.MESSAGE_TYPE -> type = value.lengthBytes() == 1 ? MessageType.of(value.at(0)) : null;
                case OptionCode.OVERLOAD -> overload = value.lengthBytes() == 1 ? value.at(0) : 0;
                case OptionCode.REQUESTED_ADDRESS -> about = ", wants " + OptionText.of(code, value);
                default -> {}
            }
        }
    }
}
