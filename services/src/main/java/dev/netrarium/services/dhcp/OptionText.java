package dev.netrarium.services.dhcp;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.ByteString;
import java.util.StringJoiner;

/** An option's bytes as people read them. */
final class OptionText {
    private static final int MOST_CHARACTERS = 256;

    private OptionText() {}

    static String of(int code, ByteString value) {
        DhcpOptions alone =
                code > OptionCode.PAD && code < OptionCode.END ? DhcpOptions.NONE.with(code, value) : DhcpOptions.NONE;
        String text = meaning(alone, code, value);
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
    }

    private static String meaning(DhcpOptions alone, int code, ByteString value) {
        int length = value.lengthBytes();
        return switch (OptionCode.form(code)) {
            case EMPTY -> length == 0 ? "" : value.toString();
            case U8 -> length == 1 ? Integer.toString(value.at(0)) : value.toString();
            case U16 -> length == 2 ? Integer.toString(alone.u16(code)) : value.toString();
            case SECONDS -> length == 4 ? seconds(alone.seconds(code)) : value.toString();
            case ADDRESS, ADDRESSES -> {
                StringJoiner all = new StringJoiner(",");
                alone.addresses(code).forEach(each -> all.add(each.toString()));
                yield length % 4 == 0 && length > 0 ? all.toString() : value.toString();
            }
            case TEXT -> quoted(value);
            case CODES -> {
                StringJoiner all = new StringJoiner(", ");
                alone.requested().forEach(each -> all.add(OptionCode.name(each)));
                yield all.toString();
            }
            case NAMES -> {
                StringJoiner all = new StringJoiner(",");
                alone.search().forEach(each -> all.add(each.toString()));
                yield all.length() == 0 ? value.toString() : all.toString();
            }
            case ROUTES -> {
                var routes = alone.routes();
                StringJoiner all = new StringJoiner(",");
                if (routes != null) {
                    routes.forEach(each -> all.add("(" + each.destination() + ":" + each.gateway() + ")"));
                }
                yield all.length() == 0 ? value.toString() : all.toString();
            }
            case MESSAGE_TYPE -> {
                MessageType type = alone.messageType();
                yield type == null ? "unknown " + value : type.toString();
            }
            case RELAY -> relay(alone, value);
            case BYTES -> code == OptionCode.CLIENT_IDENTIFIER ? clientIdentifier(value) : value.toString();
        };
    }

    private static String clientIdentifier(ByteString value) {
        if (value.lengthBytes() == 7 && value.at(0) == 1) {
            return "ether " + ClientIdentifier.text(value);
        }
        if (value.lengthBytes() > 5 && value.at(0) == 255) {
            byte[] b = value.toByteArray();
            return String.format("iaid %08x duid %s", BigEndian.i32(b, 1), ByteString.copyOf(b, 5, b.length));
        }
        return value.toString();
    }

    private static String relay(DhcpOptions alone, ByteString value) {
        RelayAgentInformation information = alone.relayAgent();
        if (information == null) {
            return value.toString();
        }
        StringJoiner all = new StringJoiner(", ");
        for (RelayAgentInformation.SubOption each : information.subOptions()) {
            String name = switch (each.code()) {
                case RelayAgentInformation.CIRCUIT_ID -> "Circuit-ID ";
                case RelayAgentInformation.REMOTE_ID -> "Remote-ID ";
                case RelayAgentInformation.LINK_SELECTION -> "Link-selection ";
                case RelayAgentInformation.SERVER_OVERRIDE -> "Server-ID-override ";
                default -> "SubOption-" + each.code() + " ";
            };
            boolean isText =
                    each.code() == RelayAgentInformation.CIRCUIT_ID || each.code() == RelayAgentInformation.REMOTE_ID;
            all.add(name + (isText ? quoted(each.value()) : each.value()));
        }
        return all.toString();
    }

    private static String seconds(long seconds) {
        return seconds == 0xffff_ffffL ? "infinite" : Long.toString(seconds);
    }

    private static String quoted(ByteString value) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < value.lengthBytes(); i++) {
            int c = value.at(i);
            if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
                text.append((char) c);
            } else if (c != 0 || i < value.lengthBytes() - 1) {
                text.append(String.format("\\x%02x", c));
            }
        }
        return text.append('"').toString();
    }
}
