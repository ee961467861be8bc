package dev.netrarium.internet.story;

import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.SequenceNumber;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.TcpOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what a TCP segment is, with numbers counted from the initial ones, as people read them. NAT changes addresses but
 * not numbers: initial numbers are remembered per sender and port on the segment's own link.
 */
final class TcpWords {
    /** Flows remembered; a story has a handful. The oldest go first. */
    private static final int MAX_FLOWS = 1024;

    private final Map<String, Integer> initial = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MAX_FLOWS;
        }
    };
    private final TcpOptions options = new TcpOptions();

    /** A segment in one word: SYN, SYN-ACK, ACK, data, FIN, RST. */
    static String word(FrameFacts f) {
        int flags = f.tcpFlags();
        boolean ack = (flags & TcpHeader.ACK) != 0;
        if ((flags & TcpHeader.RST) != 0) {
            return "RST";
        }
        if ((flags & TcpHeader.SYN) != 0) {
            return ack ? "SYN-ACK" : "SYN";
        }
        String data = f.tcpDataBytes() > 0 ? f.tcpDataBytes() + " bytes" : "";
        if ((flags & TcpHeader.FIN) != 0) {
            return data.isEmpty() ? "FIN" : data + " + FIN";
        }
        return data.isEmpty() ? "ACK" : data;
    }

    /**
     * Remembers where the sender's numbers begin, as every link that the segment crosses sees it: NAT gives the same
     * connection another name on each side.
     */
    void note(FrameFacts f) {
        if ((f.tcpFlags() & TcpHeader.SYN) != 0) {
            initial.put(key(f, true), TcpHeader.sequenceNumber(f.bytes(), f.transport()));
        }
    }

    /** The segment as a sentence: {@code SYN 192.168.1.10:40000 > 192.0.2.80:80, seq 17 (where I begin) …}. */
    String sentence(FrameFacts f) {
        byte[] b = f.bytes();
        int at = f.transport();
        boolean syn = (f.tcpFlags() & TcpHeader.SYN) != 0;
        StringBuilder text = new StringBuilder(word(f))
                .append(' ')
                .append(Endpoint.of(f.source(), f.sourcePort()))
                .append(" > ")
                .append(Endpoint.of(f.destination(), f.destinationPort()));
        text.append(", seq ").append(sequence(f));
        if ((f.tcpFlags() & TcpHeader.ACK) != 0) {
            text.append(", ack ").append(acknowledgment(f));
        }
        text.append(", win ").append(TcpHeader.window(b, at));
        if (syn) {
            appendOptions(text, b, at);
        }
        return text.toString();
    }

    /** The sequence number counted from the initial one; as it is on a SYN. */
    String sequence(FrameFacts f) {
        int number = TcpHeader.sequenceNumber(f.bytes(), f.transport());
        return (f.tcpFlags() & TcpHeader.SYN) != 0
                ? SequenceNumber.toString(number)
                : relative(number, initial.get(key(f, true)));
    }

    private String acknowledgment(FrameFacts f) {
        return relative(TcpHeader.acknowledgmentNumber(f.bytes(), f.transport()), initial.get(key(f, false)));
    }

    private static String relative(int number, @Nullable Integer start) {
        return SequenceNumber.toString(start == null ? number : number - start);
    }

    private void appendOptions(StringBuilder text, byte[] b, int at) {
        options.read(b, at);
        if (options.maximumSegmentSize() > 0) {
            text.append(", mss ").append(options.maximumSegmentSize());
        }
        if (options.sackPermitted()) {
            text.append(", sackOK");
        }
        if (options.hasTimestamps()) {
            text.append(", timestamps");
        }
        if (options.windowShift() >= 0) {
            text.append(", wscale ").append(options.windowShift());
        }
    }

    private static String key(FrameFacts f, boolean ofSender) {
        String source = f.source() + "|" + f.sourcePort();
        String destination = f.destination() + "|" + f.destinationPort();
        return ofSender ? source + ">" + destination : destination + ">" + source;
    }
}
