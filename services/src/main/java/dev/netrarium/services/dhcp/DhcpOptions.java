package dev.netrarium.services.dhcp;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.MalformedDnsException;
import dev.netrarium.services.dns.NameList;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv4Address;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of a message, in the order in which they stand, each once: parts of a long option are one (RFC 3396).
 * Immutable; a {@code with…} method gives a changed copy.
 *
 * <p>What asks for a meaning gives null where the option is missing or its bytes do not fit that meaning: an option that
 * makes no sense is as good as none, and no reason to lose the message (RFC 2131 §3.5).
 */
public final class DhcpOptions {
    public static final DhcpOptions NONE = new DhcpOptions(new LinkedHashMap<>());

    private final Map<Integer, ByteString> values;

    private DhcpOptions(Map<Integer, ByteString> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    static DhcpOptions of(Map<Integer, ByteString> values) {
        return new DhcpOptions(new LinkedHashMap<>(values));
    }

    /** The codes in their order. */
    public Set<Integer> codes() {
        return values.keySet();
    }

    public boolean has(int code) {
        return values.containsKey(code);
    }

    public @Nullable ByteString bytes(int code) {
        return values.get(code);
    }

    public @Nullable MessageType messageType() {
        ByteString value = ofLength(OptionCode.MESSAGE_TYPE, 1);
        return value == null ? null : MessageType.of(value.at(0));
    }

    /** -1 when missing. */
    public int u16(int code) {
        ByteString value = ofLength(code, 2);
        return value == null ? -1 : BigEndian.u16(value.toByteArray(), 0);
    }

    /** Seconds, 0 to 2³²−1, where the largest means for ever; -1 when missing. */
    public long seconds(int code) {
        ByteString value = ofLength(code, 4);
        return value == null ? -1 : BigEndian.u32(value.toByteArray(), 0);
    }

    public @Nullable Ipv4Address address(int code) {
        ByteString value = ofLength(code, 4);
        return value == null ? null : Ipv4Address.read(value.toByteArray(), 0);
    }

    /** None when missing, or not a multiple of four bytes. */
    public List<Ipv4Address> addresses(int code) {
        ByteString value = values.get(code);
        if (value == null || value.lengthBytes() % 4 != 0) {
            return List.of();
        }
        byte[] b = value.toByteArray();
        List<Ipv4Address> all = new ArrayList<>();
        for (int at = 0; at < b.length; at += 4) {
            all.add(Ipv4Address.read(b, at));
        }
        return all;
    }

    /** Text; a zero byte at its end, which some senders write, is no part of it (RFC 2132 §2). */
    public @Nullable String text(int code) {
        ByteString value = values.get(code);
        if (value == null || value.isEmpty()) {
            return null;
        }
        String text = new String(value.toByteArray(), StandardCharsets.UTF_8);
        return text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    }

    /** The codes that the client asks for, in its order of preference; none when it does not say. */
    public List<Integer> requested() {
        ByteString value = values.get(OptionCode.PARAMETER_REQUEST_LIST);
        List<Integer> all = new ArrayList<>();
        for (int i = 0; value != null && i < value.lengthBytes(); i++) {
            all.add(value.at(i));
        }
        return all;
    }

    /** The classless routes (RFC 3442); null when missing or malformed. */
    public @Nullable List<StaticRoute> routes() {
        ByteString value = values.get(OptionCode.CLASSLESS_ROUTES);
        try {
            return value == null ? null : StaticRoute.read(value.toByteArray());
        } catch (MalformedDhcpException e) {
            return null; // as good as none
        }
    }

    /** The search list (RFC 3397); none when missing or malformed. */
    public List<DomainName> search() {
        ByteString value = values.get(OptionCode.DOMAIN_SEARCH);
        try {
            return value == null ? List.of() : NameList.read(value.toByteArray());
        } catch (MalformedDnsException e) {
            return List.of(); // as good as none
        }
    }

    /** Option 82; null when missing or malformed. */
    public @Nullable RelayAgentInformation relayAgent() {
        ByteString value = values.get(OptionCode.RELAY_AGENT);
        try {
            return value == null ? null : RelayAgentInformation.parse(value);
        } catch (MalformedDhcpException e) {
            return null; // as good as none
        }
    }

    /** An option as people read it, whatever it is; "" when it is missing. */
    public String meaning(int code) {
        ByteString value = values.get(code);
        return value == null ? "" : OptionText.of(code, value);
    }

    /**
     * With an option, in the place of the same option where there was one.
     *
     * @throws IllegalArgumentException when the code is not 1 to 254
     */
    public DhcpOptions with(int code, ByteString value) {
        if (code <= OptionCode.PAD || code >= OptionCode.END) {
            throw new IllegalArgumentException("an option's code is 1 to 254: " + code);
        }
        Map<Integer, ByteString> changed = new LinkedHashMap<>(values);
        changed.put(code, value);
        return new DhcpOptions(changed);
    }

    public DhcpOptions without(int code) {
        Map<Integer, ByteString> changed = new LinkedHashMap<>(values);
        changed.remove(code);
        return new DhcpOptions(changed);
    }

    /** With all options of another, which have the last word. */
    public DhcpOptions with(DhcpOptions other) {
        Map<Integer, ByteString> changed = new LinkedHashMap<>(values);
        changed.putAll(other.values);
        return new DhcpOptions(changed);
    }

    public DhcpOptions with(MessageType type) {
        return with(OptionCode.MESSAGE_TYPE, ByteString.copyOf(new byte[] {(byte) type.code()}));
    }

    public DhcpOptions withU16(int code, int value) {
        byte[] b = new byte[2];
        BigEndian.put16(b, 0, value);
        return with(code, ByteString.copyOf(b));
    }

    /** With a time, to the second; what does not fit 32 bits is for ever. */
    public DhcpOptions withSeconds(int code, Duration time) {
        byte[] b = new byte[4];
        BigEndian.put32(b, 0, (int) Math.min(time.toSeconds(), 0xffff_ffffL));
        return with(code, ByteString.copyOf(b));
    }

    public DhcpOptions withAddresses(int code, List<Ipv4Address> addresses) {
        byte[] b = new byte[4 * addresses.size()];
        for (int i = 0; i < addresses.size(); i++) {
            addresses.get(i).writeTo(b, 4 * i);
        }
        return with(code, ByteString.copyOf(b));
    }

    public DhcpOptions withAddress(int code, Ipv4Address address) {
        return withAddresses(code, List.of(address));
    }

    public DhcpOptions withText(int code, String text) {
        return with(code, ByteString.copyOf(text.getBytes(StandardCharsets.UTF_8)));
    }

    public DhcpOptions withRequested(int... codes) {
        byte[] b = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
            b[i] = (byte) codes[i];
        }
        return with(OptionCode.PARAMETER_REQUEST_LIST, ByteString.copyOf(b));
    }

    public DhcpOptions withRoutes(List<StaticRoute> routes) {
        return with(OptionCode.CLASSLESS_ROUTES, ByteString.copyOf(StaticRoute.write(routes)));
    }

    public DhcpOptions withSearch(List<DomainName> suffixes) {
        return with(OptionCode.DOMAIN_SEARCH, ByteString.copyOf(NameList.write(suffixes)));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DhcpOptions that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Names and meanings, such as {@code Subnet-Mask 255.255.255.0}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        values.forEach((code, value) -> text.append(text.isEmpty() ? "" : ", ")
                .append(OptionCode.name(code))
                .append(' ')
                .append(OptionText.of(code, value)));
        return text.toString();
    }

    private @Nullable ByteString ofLength(int code, int bytes) {
        ByteString value = values.get(code);
        return value == null || value.lengthBytes() != bytes ? null : value;
    }
}
