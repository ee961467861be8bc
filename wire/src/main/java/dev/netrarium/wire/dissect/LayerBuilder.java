package dev.netrarium.wire.dissect;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.MacAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a {@link Dissector} is given, and the layer that it makes of them.
 *
 * <p>Reads begin at {@link #position()} and advance it; those with a name add a field too. A read past {@link #end()}
 * ends the layer there, with a note: no dissector needs to look for that. Offsets count from the packet's first byte.
 */
public final class LayerBuilder {
    /** The most fields of one layer, far beyond what a header has; more are left out, with a note. */
    static final int MAXIMUM_FIELDS = 10_000;

    /** The most bytes that {@link #hex} and {@link #text} print; the field covers all. */
    private static final int PRINTED_BYTES = 64;

    /** Nobody is asked for this. */
    private static final Selector DATA = Selector.linkType(-1);

    /** A read went past the end: caught where dissectors are called. */
    static final class Truncated extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Truncated(String what, int needed, int there) {
            super(
                    what + " needs " + needed + (needed == 1 ? " byte" : " bytes") + ", and " + there
                            + (there == 1 ? " is there" : " are there"),
                    null,
                    false,
                    false);
        }
    }

    /** A field whose parts are being added. */
    private record Open(String name, String value, int at, int length, List<Field> fields) {}

    private final byte[] b;
    private final int start;
    private final Selector askedFor;
    private final String stem;

    private int position;
    private int end;
    private int declaredEnd;
    private @Nullable Network network;

    private final List<Field> fields = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private int fieldCount;
    private final List<String> notes = new ArrayList<>();
    private String summary = "";
    private @Nullable String line;
    private String carriedStem;
    private List<Selector> carried = List.of();
    private @Nullable Selector quoted;
    private int quotedAt;
    private final boolean insideQuotation;

    LayerBuilder(
            byte[] b,
            int start,
            int end,
            int declaredEnd,
            Selector askedFor,
            String stem,
            @Nullable Network network,
            boolean insideQuotation) {
        this.b = b;
        this.start = start;
        this.position = start;
        this.end = end;
        this.declaredEnd = declaredEnd;
        this.askedFor = askedFor;
        this.stem = stem;
        this.carriedStem = stem;
        this.network = network;
        this.insideQuotation = insideQuotation;
    }

    /** The whole packet, not to be changed; for reads with offsets of one's own, between start and end. */
    public byte[] bytes() {
        return b;
    }

    /** Where the layer begins. */
    public int start() {
        return start;
    }

    /** Where the next read begins. */
    public int position() {
        return position;
    }

    /** Where the layer's bytes end, as far as they were captured. */
    public int end() {
        return end;
    }

    /** Bytes from the position to the end. */
    public int remaining() {
        return end - position;
    }

    /** As {@link #remaining}, with the bytes that lengths of outer headers promise and the capture does not have. */
    public int declaredRemaining() {
        return declaredEnd - position;
    }

    /** True when the capture has all bytes that outer headers promise. */
    public boolean isComplete() {
        return end >= declaredEnd;
    }

    /** For what the dissector was asked: tells UDP from TCP where it does both. */
    public Selector askedFor() {
        return askedFor;
    }

    /** The source address of the IP packet around this layer. */
    public Optional<IpAddress> source() {
        return Optional.ofNullable(network).map(Network::source);
    }

    /** The destination address of the IP packet around this layer. */
    public Optional<IpAddress> destination() {
        return Optional.ofNullable(network).map(Network::destination);
    }

    // --- reading ---

    /** Goes on at another offset, between start and end. */
    public LayerBuilder moveTo(int offset) {
        if (offset < start) {
            throw new IllegalArgumentException("offset " + offset + " lies before the layer, which begins at " + start);
        }
        if (offset > end) {
            throw new Truncated("the header", offset - start, end - start);
        }
        position = offset;
        return this;
    }

    public LayerBuilder skip(int length) {
        take("the header", length);
        return this;
    }

    public int u8() {
        return b[take("the header", 1)] & 0xff;
    }

    public int u16() {
        return BigEndian.u16(b, take("the header", 2));
    }

    public long u32() {
        return BigEndian.u32(b, take("the header", 4));
    }

    public int u8(String name) {
        return u8(name, Integer::toString);
    }

    public int u8(String name, IntFunction<String> text) {
        int at = take(name, 1);
        int value = b[at] & 0xff;
        field(name, text.apply(value), at, 1);
        return value;
    }

    public int u16(String name) {
        return u16(name, Integer::toString);
    }

    public int u16(String name, IntFunction<String> text) {
        int at = take(name, 2);
        int value = BigEndian.u16(b, at);
        field(name, text.apply(value), at, 2);
        return value;
    }

    public long u32(String name) {
        return u32(name, Long::toString);
    }

    public long u32(String name, LongFunction<String> text) {
        int at = take(name, 4);
        long value = BigEndian.u32(b, at);
        field(name, text.apply(value), at, 4);
        return value;
    }

    public MacAddress mac(String name) {
        int at = take(name, 6);
        MacAddress address = MacAddress.read(b, at);
        field(name, address.toString(), at, 6);
        return address;
    }

    public IpAddress ip(String name, IpFamily family) {
        int at = take(name, family.addressBytes());
        IpAddress address = IpAddress.read(family, b, at);
        field(name, address.toString(), at, family.addressBytes());
        return address;
    }

    /** Reads bytes and shows them in hexadecimal. */
    public LayerBuilder hex(String name, int length) {
        int at = take(name, length);
        int shown = Math.min(length, PRINTED_BYTES);
        return field(name, HexFormat.of().formatHex(b, at, at + shown) + (shown < length ? "…" : ""), at, length);
    }

    /** Reads bytes as ASCII; others show as {@code \xNN}. Returns what is shown. */
    public String text(String name, int length) {
        int at = take(name, length);
        int shown = Math.min(length, PRINTED_BYTES * 4);
        String text = ascii(at, shown) + (shown < length ? "…" : "");
        field(name, text, at, length);
        return text;
    }

    /** Bytes between two offsets as ASCII; others show as {@code \xNN}. */
    public String ascii(int at, int length) {
        if (at < start || length < 0 || length > end - at) {
            throw new Truncated("a text", length, Math.max(0, end - at));
        }
        StringBuilder text = new StringBuilder(length);
        for (int i = at; i < at + length; i++) {
            if (b[i] >= 0x20 && b[i] < 0x7f) {
                text.append((char) b[i]);
            } else {
                text.append("\\x").append(HexFormat.of().toHexDigits(b[i]));
            }
        }
        return text.toString();
    }

    private int take(String what, int length) {
        if (length < 0 || length > end - position) {
            throw new Truncated(what, length, end - position);
        }
        int at = position;
        position += length;
        return at;
    }

    // --- building ---

    /** Adds a field of bytes read by other means. */
    public LayerBuilder field(String name, String value, int at, int length) {
        if (++fieldCount == MAXIMUM_FIELDS) {
            note("more than " + MAXIMUM_FIELDS + " fields: the rest is left out");
        }
        if (fieldCount < MAXIMUM_FIELDS) {
            here().add(new Field(name, value, at, length, List.of()));
        }
        return this;
    }

    /** Adds a field that is worked out and stands nowhere. */
    public LayerBuilder field(String name, String value) {
        return field(name, value, position, 0);
    }

    /** Adds a field; those that follow, until {@link #endGroup}, are its parts. */
    public LayerBuilder beginGroup(String name, String value, int at, int length) {
        fieldCount++;
        open.push(new Open(name, value, at, length, new ArrayList<>()));
        return this;
    }

    public LayerBuilder endGroup() {
        Open group = open.pop();
        if (fieldCount < MAXIMUM_FIELDS) {
            here().add(new Field(group.name, group.value, group.at, group.length, group.fields));
        }
        return this;
    }

    private List<Field> here() {
        Open group = open.peek();
        return group == null ? fields : group.fields;
    }

    /** The layer in one line, shown after the protocol's name. */
    public LayerBuilder summary(String text) {
        summary = text;
        return this;
    }

    /** Says what is wrong, or worth saying. */
    public LayerBuilder note(String text) {
        notes.add(text);
        return this;
    }

    /** The packet's line as tcpdump prints it, from this layer on; what outer layers have to say stands in front. */
    public LayerBuilder line(String text) {
        line = stem + text;
        return this;
    }

    /** The beginning of the line for layers inside this one, where they have one. */
    public LayerBuilder lineInside(String text) {
        carriedStem = stem + text;
        return this;
    }

    /**
     * The layer and what it carries end after so many bytes from its start, as its own length field says. What lies
     * behind is a trailer: padding, mostly.
     */
    public LayerBuilder limit(int lengthBytes) {
        if (lengthBytes < declaredEnd - start) {
            declaredEnd = start + lengthBytes;
            end = Math.min(end, declaredEnd);
        }
        return this;
    }

    /** All bytes from the position on are carried; the first of these numbers that somebody takes says what they are. */
    public LayerBuilder carries(Selector... asks) {
        carried = List.of(asks);
        return this;
    }

    /** All bytes from the position on are carried, and are nothing but data: they show as a hexdump. */
    public LayerBuilder carriesData() {
        return carries(DATA);
    }

    /** The bytes from the position on are a packet that is quoted, in part maybe: it becomes a tree inside this layer. */
    public LayerBuilder quotes(Selector ask) {
        quoted = ask;
        quotedAt = position;
        position = end;
        return this;
    }

    // --- for the layers of this package ---

    @Nullable Network network() {
        return network;
    }

    /** Says for layers inside that this is their IP packet. */
    void enter(Network packet) {
        network = packet;
        carriedStem = packet.stem();
    }

    /** As {@link #line}, but nothing stands in front. */
    void wholeLine(String text) {
        line = text;
    }

    /** Notes that a length field promises more than outer headers do: a lie, unless the packet is a quotation. */
    void noteMissing(String text) {
        note((insideQuotation ? "quoted in part: " : "truncated: ") + text);
    }

    /** As {@link #enter}, with the line as it is: the same packet, known better. */
    void replaceNetwork(Network packet) {
        network = packet;
    }

    /** As {@link #limit}, also where the length is a lie that reaches past what outer headers promise. */
    void declare(int lengthBytes) {
        declaredEnd = start + lengthBytes;
        end = Math.min(end, declaredEnd);
    }

    void wholeLineInside(String text) {
        carriedStem = text;
    }

    String stem() {
        return stem;
    }

    String carriedStem() {
        return carriedStem;
    }

    @Nullable String line() {
        return line;
    }

    List<Selector> carried() {
        return carried;
    }

    @Nullable Selector quoted() {
        return quoted;
    }

    int quotedAt() {
        return quotedAt;
    }

    int declaredEnd() {
        return declaredEnd;
    }

    /** Forgets what the layer carries: its header could not be read. */
    void breakOff(String note) {
        notes.add(note);
        carried = List.of();
        quoted = null;
    }

    Layer build(String protocol, List<Layer> inside) {
        while (!open.isEmpty()) {
            endGroup();
        }
        int until = carried.isEmpty() ? end : position;
        return new Layer(protocol, summary, start, until - start, fields, notes, inside);
    }
}
