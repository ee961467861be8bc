package dev.netrarium.drill.script;

import dev.netrarium.drill.script.PacketPattern.Ecn;
import dev.netrarium.drill.script.PacketPattern.IpFields;
import dev.netrarium.drill.script.PacketPattern.Ports;
import dev.netrarium.drill.script.PacketPattern.Quoted;
import dev.netrarium.drill.script.PacketPattern.Range;
import dev.netrarium.drill.script.Token.Kind;
import dev.netrarium.wire.TcpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a packet.
 *
 * <pre>
 * packet = [outer ":"] ["[" ip "]"] [port "&gt;" port] ( tcp | udp "(" length ")" | icmp … )
 * tcp    = flags start:end(length) ["ack" n] ["win" n] ["urg" n] ["&lt;" options "&gt;"]
 * </pre>
 */
final class PacketParser {
    private static final long MOST_SEQUENCE = 0xffff_ffffL;
    private static final int MOST_BYTES = 65_535;

    private final TokenStream tokens;
    private final boolean inbound;

    PacketParser(TokenStream tokens, boolean inbound) {
        this.tokens = tokens;
        this.inbound = inbound;
    }

    PacketPattern packet() throws ScriptSyntaxException {
        String outer = encapsulation();
        IpFields ip = ipFields(outer);
        Ports ports = ports();
        if (tokens.takeWord("udp")) {
            if (ports == null) {
                ports = ports();
            }
            return new PacketPattern.Udp(ip, ports, length());
        }
        if (ports == null && tokens.takeWord("icmp")) {
            return icmp(ip);
        }
        return tcp(ip, ports);
    }

    /** {@code ipv4 a > b:}, {@code gre …:}, {@code mpls …:} or {@code encap psp spi n}, as it stands; null for none. */
    private @Nullable String encapsulation() throws ScriptSyntaxException {
        Token first = tokens.peek();
        StringBuilder all = new StringBuilder();
        while (tokens.peek().isWord("ipv4")
                || tokens.peek().isWord("ipv6")
                || tokens.peek().isWord("gre")
                || tokens.peek().isWord("mpls")) {
            String word;
            do {
                if (tokens.peek().is(Kind.END)) {
                    throw tokens.error(first, "this outer header has no end; want \":\"");
                }
                word = tokens.rawWord();
                all.append(word).append(' ');
            } while (!word.endsWith(":"));
        }
        return all.isEmpty() ? null : all.toString().strip();
    }

    private IpFields ipFields(@Nullable String outer) throws ScriptSyntaxException {
        Ecn ecn = null;
        Integer tos = null;
        Integer label = null;
        Integer ttl = null;
        String close = tokens.takeSign("[") ? "]" : tokens.takeSign("(") ? ")" : "";
        if (!close.isEmpty()) {
            do {
                Token word = tokens.expect(Kind.WORD);
                switch (word.text()) {
                    case "noecn" -> ecn = Ecn.NO_ECN;
                    case "ect0" -> ecn = Ecn.ECT0;
                    case "ect1" -> ecn = Ecn.ECT1;
                    case "ce" -> ecn = Ecn.CE;
                    case "ect01" -> ecn = either(word);
                    case "tos" -> tos = (int) tokens.integer("a TOS", 0, 255);
                    case "flowlabel" -> label = (int) tokens.integer("a flow label", 0, 0xf_ffff);
                    case "ttl" -> ttl = (int) tokens.integer("a TTL", 0, 255);
                    default ->
                        throw tokens.error(
                                word, "want noecn, ect0, ect1, ect01, ce, tos, flowlabel or ttl, not " + word.shown());
                }
            } while (tokens.takeSign(","));
            tokens.expectSign(close);
        }
        if (tokens.takeWord("encap")) {
            StringBuilder text = new StringBuilder("encap");
            for (int i = 0; i < 3; i++) {
                text.append(' ').append(tokens.rawWord());
            }
            outer = text.toString();
        }
        return new IpFields(ecn, tos, label, ttl, outer);
    }

    private Ecn either(Token word) throws ScriptSyntaxException {
        if (inbound) {
            throw tokens.error(word, "a packet to the host carries one mark: want ect0 or ect1");
        }
        return Ecn.ECT01;
    }

    private @Nullable Ports ports() throws ScriptSyntaxException {
        if (!tokens.peek().is(Kind.INTEGER) || !tokens.peek(1).isSign(">")) {
            return null;
        }
        int source = (int) tokens.integer("a port", 0, 65_535);
        tokens.expectSign(">");
        return new Ports(source, (int) tokens.integer("a port", 0, 65_535));
    }

    private PacketPattern tcp(IpFields ip, @Nullable Ports ports) throws ScriptSyntaxException {
        Token first = tokens.peek();
        String letters = flagLetters();
        int ace = -1;
        int flags = 0;
        for (char c : letters.toCharArray()) {
            if (c >= '0' && c <= '7' && ace < 0) {
                ace = c - '0';
            } else {
                flags |= flag(first, c, letters);
            }
        }
        int ecn = TcpHeader.ECE | TcpHeader.CWR | TcpHeader.AE;
        if (ace >= 0) {
            if ((flags & ecn) != 0) {
                throw tokens.error(first, "an ACE counter stands in place of E, W and A: \"" + letters + "\" has both");
            }
            flags |= ((ace & 4) != 0 ? TcpHeader.AE : 0)
                    | ((ace & 2) != 0 ? TcpHeader.CWR : 0)
                    | ((ace & 1) != 0 ? TcpHeader.ECE : 0);
        }
        Range range = range();
        Long ack = tokens.takeWord("ack") ? Long.valueOf(tokens.integer("an ACK", 0, MOST_SEQUENCE)) : null;
        Integer window = tokens.takeWord("win") ? Integer.valueOf((int) tokens.integer("a window", 0, 65_535)) : null;
        if (inbound && window == null) {
            throw tokens.expected("\"win\" and the window field: a packet to the host needs one");
        }
        Integer urgent =
                tokens.takeWord("urg") ? Integer.valueOf((int) tokens.integer("an urgent pointer", 0, 65_535)) : null;
        return new PacketPattern.Tcp(
                ip, ports, flags, ace, range, ack, window, urgent, new TcpOptionParser(tokens, inbound).options());
    }

    /** Tokens that touch: {@code P.}, {@code SEWA}, {@code P.5}, {@code -}. */
    private String flagLetters() throws ScriptSyntaxException {
        StringBuilder letters = new StringBuilder();
        int end = tokens.peek().start();
        while (tokens.peek().start() == end && isPartOfFlags(tokens.peek())) {
            end = tokens.peek().end();
            letters.append(tokens.take().text());
        }
        if (letters.isEmpty()) {
            throw tokens.expected("flags (of .FSRPEWAU, or - for none), \"udp\" or \"icmp\"");
        }
        return letters.toString();
    }

    private static boolean isPartOfFlags(Token token) {
        return token.is(Kind.WORD) || token.isSign(".") || token.isSign("-") || token.is(Kind.FLOAT);
    }

    private int flag(Token at, char letter, String letters) throws ScriptSyntaxException {
        return switch (letter) {
            case '.' -> TcpHeader.ACK;
            case 'F' -> TcpHeader.FIN;
            case 'S' -> TcpHeader.SYN;
            case 'R' -> TcpHeader.RST;
            case 'P' -> TcpHeader.PSH;
            case 'E' -> TcpHeader.ECE;
            case 'W' -> TcpHeader.CWR;
            case 'A' -> TcpHeader.AE;
            case 'U' -> TcpHeader.URG;
            case '-' -> 0;
            default ->
                throw tokens.error(at, "want flags of .FSRPEWAU, an ACE digit, or - for none, not \"" + letters + "\"");
        };
    }

    private Range range() throws ScriptSyntaxException {
        Token first = tokens.peek();
        long start = tokens.integer("a sequence number", 0, MOST_SEQUENCE);
        tokens.expectSign(":");
        long end = tokens.integer("a sequence number", 0, MOST_SEQUENCE);
        int length = length();
        if ((start + length & MOST_SEQUENCE) != end) {
            throw tokens.error(
                    first, start + ":" + end + "(" + length + ") does not add up (SYN and FIN are not counted)");
        }
        return new Range(start, end, length);
    }

    private int length() throws ScriptSyntaxException {
        tokens.expectSign("(");
        int length = (int) tokens.integer("a length", 0, MOST_BYTES);
        tokens.expectSign(")");
        return length;
    }

    private PacketPattern icmp(IpFields ip) throws ScriptSyntaxException {
        String type = tokens.expect(Kind.WORD).text();
        String code = null;
        if ((tokens.peek().is(Kind.WORD)
                        && !tokens.peek().isWord("mtu")
                        && !tokens.peek().isWord("id"))
                || tokens.peek().is(Kind.INTEGER) && !tokens.peek(1).isSign(">") && !isTimeOfNextEvent()) {
            code = tokens.take().text();
        }
        Long mtu = tokens.takeWord("mtu") ? Long.valueOf(tokens.integer("an MTU", 0, MOST_SEQUENCE)) : null;
        Integer id = tokens.takeWord("id") ? Integer.valueOf((int) tokens.integer("an identifier", 0, 65_535)) : null;
        return new PacketPattern.Icmp(ip, type, code, mtu, id, quoted());
    }

    /** A number on a new line begins the next event. */
    private boolean isTimeOfNextEvent() {
        return tokens.peek().at().column() == 1;
    }

    private Quoted quoted() throws ScriptSyntaxException {
        if (!tokens.takeSign("[")) {
            return new Quoted.Nothing();
        }
        Quoted quoted;
        if (tokens.takeWord("udp")) {
            quoted = new Quoted.Datagram(length());
        } else if (tokens.takeWord("raw")) {
            quoted = new Quoted.Raw(length());
        } else {
            quoted = new Quoted.Segment(range());
        }
        tokens.expectSign("]");
        return quoted;
    }
}
