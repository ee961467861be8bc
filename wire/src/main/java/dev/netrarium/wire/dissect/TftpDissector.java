package dev.netrarium.wire.dissect;

import java.util.List;

/** TFTP (RFC 1350) with its options (RFC 2347), as far as a single packet tells: what goes by port 69. */
final class TftpDissector implements Dissector {
    private static final int PORT = 69;

    private static final int READ_REQUEST = 1;
    private static final int WRITE_REQUEST = 2;
    private static final int DATA = 3;
    private static final int ACKNOWLEDGMENT = 4;
    private static final int ERROR = 5;
    private static final int OPTION_ACKNOWLEDGMENT = 6;

    @Override
    public String protocol() {
        return "TFTP";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(Selector.udpPort(PORT));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        int length = layer.declaredRemaining();
        int opcode = layer.u16("Opcode", TftpDissector::opcodeText);
        String text = switch (opcode) {
            case READ_REQUEST, WRITE_REQUEST -> {
                String file = string(layer, "File");
                String mode = string(layer, "Mode");
                yield shortName(opcode) + " \"" + file + "\" " + mode + options(layer);
            }
            case DATA -> {
                int block = layer.u16("Block");
                layer.hex("Data", layer.remaining());
                yield "DATA block " + block;
            }
            case ACKNOWLEDGMENT -> "ACK block " + layer.u16("Block");
            case ERROR -> {
                int code = layer.u16("Error code", TftpDissector::errorText);
                yield "ERROR " + errorText(code) + " \"" + string(layer, "Message") + "\"";
            }
            case OPTION_ACKNOWLEDGMENT -> "OACK" + options(layer);
            default -> "tftp-#" + opcode;
        };
        layer.summary(text).line("TFTP, length " + length + ", " + text);
        return true;
    }

    /** Names and values, each ended by a zero byte, to the end of the packet. */
    private static String options(LayerBuilder layer) {
        StringBuilder text = new StringBuilder();
        while (layer.remaining() > 0) {
            int at = layer.position();
            String name = layer.ascii(at, beforeZero(layer));
            layer.moveTo(at + beforeZero(layer) + 1);
            int valueAt = layer.position();
            String value = layer.ascii(valueAt, beforeZero(layer));
            layer.moveTo(valueAt + beforeZero(layer) + 1);
            layer.field("Option", name + " = " + value, at, layer.position() - at);
            text.append(' ').append(name).append(' ').append(value);
        }
        return text.toString();
    }

    private static String string(LayerBuilder layer, String name) {
        String text = layer.text(name, beforeZero(layer));
        layer.moveTo(layer.position() + 1);
        return text;
    }

    /** Bytes from the position to the next zero byte, or all when there is none. */
    private static int beforeZero(LayerBuilder layer) {
        int at = layer.position();
        while (at < layer.end() && layer.bytes()[at] != 0) {
            at++;
        }
        return at - layer.position();
    }

    private static String opcodeText(int opcode) {
        String name = switch (opcode) {
            case READ_REQUEST -> "read request";
            case WRITE_REQUEST -> "write request";
            case DATA -> "data";
            case ACKNOWLEDGMENT -> "acknowledgment";
            case ERROR -> "error";
            case OPTION_ACKNOWLEDGMENT -> "option acknowledgment";
            default -> "unknown";
        };
        return name + " (" + opcode + ")";
    }

    private static String shortName(int opcode) {
        return opcode == READ_REQUEST ? "RRQ" : "WRQ";
    }

    private static String errorText(int code) {
        return switch (code) {
            case 0 -> "EUNDEF";
            case 1 -> "ENOTFOUND";
            case 2 -> "EACCESS";
            case 3 -> "ENOSPACE";
            case 4 -> "EBADOP";
            case 5 -> "EBADID";
            case 6 -> "EEXISTS";
            case 7 -> "ENOUSER";
            default -> Integer.toString(code);
        };
    }
}
