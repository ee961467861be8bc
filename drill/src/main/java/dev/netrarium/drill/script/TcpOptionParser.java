package dev.netrarium.drill.script;

import dev.netrarium.drill.script.Token.Kind;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.TcpOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code <mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7>}. No list at all means no options at all. */
final class TcpOptionParser {
    private static final long MOST_U32 = 0xffff_ffffL;
    private static final int MD5_SIGNATURE = 19;

    /** Accurate ECN's two orders of its three counters. */
    private static final int ACCURATE_ECN_0 = 172;

    private static final int ACCURATE_ECN_1 = 174;

    private final TokenStream tokens;
    private final boolean inbound;

    TcpOptionParser(TokenStream tokens, boolean inbound) {
        this.tokens = tokens;
        this.inbound = inbound;
    }

    /** Null for {@code <...>}. */
    @Nullable List<TcpOption> options() throws ScriptSyntaxException {
        Token open = tokens.peek();
        // In the next line, "<" cannot stand first: events begin with their time.
        if (!tokens.takeSign("<")) {
            return List.of();
        }
        if (tokens.peek().is(Kind.ELLIPSIS)) {
            if (inbound) {
                throw tokens.error(open, "only a packet from the host may have any options: write them out");
            }
            tokens.take();
            tokens.expectSign(">");
            return null;
        }
        List<TcpOption> options = new ArrayList<>();
        int bytes = 0;
        do {
            TcpOption option = option();
            options.add(option);
            bytes += option.lengthBytes();
        } while (tokens.takeSign(","));
        if (!tokens.takeSign(">")) {
            throw tokens.expected("\",\" or \">\" behind a TCP option");
        }
        if (bytes % 4 != 0) {
            throw tokens.error(open, "TCP options fill whole 32-bit words, and these are " + bytes + " bytes: add nop");
        }
        if (bytes > TcpOption.MAXIMUM_BYTES) {
            throw tokens.error(open, "at most " + TcpOption.MAXIMUM_BYTES + " bytes of TCP options fit, not " + bytes);
        }
        return List.copyOf(options);
    }

    private TcpOption option() throws ScriptSyntaxException {
        Token name = tokens.expect(Kind.WORD);
        return switch (name.text()) {
            case "nop" -> new TcpOption.NoOperation();
            case "eol" -> new TcpOption.EndOfList(ByteString.EMPTY);
            case "mss" -> new TcpOption.MaximumSegmentSize((int) tokens.integer("an MSS", 0, 65_535));
            case "wscale" -> new TcpOption.WindowScale((int) tokens.integer("a window shift", 0, 255));
            case "sackOK" -> new TcpOption.SackPermitted();
            case "sack" -> sack(name);
            case "TS" -> timestamps();
            case "FO" -> new TcpOption.FastOpen(hex(name, false), false);
            case "FOEXP" -> new TcpOption.FastOpen(hex(name, false), true);
            case "md5" -> new TcpOption.Unknown(MD5_SIGNATURE, hex(name, true));
            case "ECN" -> accurateEcn();
            default ->
                throw tokens.error(
                        name,
                        "want mss, nop, eol, wscale, sackOK, sack, TS, FO, FOEXP, md5 or ECN, not " + name.shown());
        };
    }

    private TcpOption sack(Token name) throws ScriptSyntaxException {
        List<TcpOption.SackBlock> blocks = new ArrayList<>();
        while (tokens.peek().is(Kind.INTEGER)) {
            int left = (int) tokens.integer("a SACK edge", 0, MOST_U32);
            tokens.expectSign(":");
            blocks.add(new TcpOption.SackBlock(left, (int) tokens.integer("a SACK edge", 0, MOST_U32)));
        }
        if (blocks.isEmpty() || blocks.size() > 4) {
            throw tokens.error(name, "sack has one to four blocks such as 1001:2001");
        }
        return new TcpOption.Sack(blocks);
    }

    private TcpOption timestamps() throws ScriptSyntaxException {
        if (!tokens.takeWord("val")) {
            throw tokens.expected("\"val\"");
        }
        int value = (int) tokens.integer("a timestamp", 0, MOST_U32);
        if (!tokens.takeWord("ecr")) {
            throw tokens.expected("\"ecr\"");
        }
        return new TcpOption.Timestamps(value, (int) tokens.integer("a timestamp", 0, MOST_U32));
    }

    /** Hexadecimal digits, which may look like a number or like a word. */
    private ByteString hex(Token name, boolean required) throws ScriptSyntaxException {
        StringBuilder digits = new StringBuilder();
        while (tokens.peek().is(Kind.WORD) || tokens.peek().is(Kind.INTEGER)) {
            digits.append(tokens.take().text());
        }
        String text = digits.toString();
        boolean legal = text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
        if (!legal || text.length() % 2 != 0 || text.length() > 72 || (required && text.isEmpty())) {
            throw tokens.error(
                    name, "want pairs of hexadecimal digits behind " + name.text() + ", not \"" + text + "\"");
        }
        byte[] bytes = new byte[text.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(text.substring(2 * i, 2 * i + 2), 16);
        }
        return ByteString.copyOf(bytes);
    }

    private TcpOption accurateEcn() throws ScriptSyntaxException {
        int kind = tokens.peek().isWord("e1b") ? ACCURATE_ECN_1 : ACCURATE_ECN_0;
        byte[] bytes = new byte[9];
        int length = 0;
        while (tokens.peek().isWord("e0b")
                || tokens.peek().isWord("e1b")
                || tokens.peek().isWord("ceb")) {
            Token counter = tokens.take();
            if (length == bytes.length) {
                throw tokens.error(counter, "accurate ECN has three counters");
            }
            long value = tokens.integer("a counter of 24 bits", 0, 0xff_ffff);
            bytes[length++] = (byte) (value >> 16);
            bytes[length++] = (byte) (value >> 8);
            bytes[length++] = (byte) value;
        }
        return new TcpOption.Unknown(kind, ByteString.copyOf(bytes, 0, length));
    }
}
