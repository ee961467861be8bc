package dev.netrarium.services.dhcpv6;

import dev.netrarium.services.dhcp.MalformedDhcpException;
import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.MalformedDnsException;
import dev.netrarium.services.dns.NameList;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message between a client and a server (RFC 8415 §8).
 *
 * @param transactionId 24 bits
 */
public record Dhcp6Message(Dhcp6Type type, int transactionId, List<Dhcp6Option> options) {
    public static final int CLIENT_PORT = 546;
    public static final int SERVER_PORT = 547;

    /** Where clients find servers and relay agents (§7.1). */
    public static final Ipv6Address ALL_SERVERS = Ipv6Address.of("ff02::1:2");

    private static final int HEADER_BYTES = 4;

    public Dhcp6Message {
        options = List.copyOf(options);
        if (transactionId >>> 24 != 0) {
            throw new IllegalArgumentException("a transaction id has 24 bits: " + transactionId);
        }
    }

    /**
     * Reads the message that the bytes are.
     *
     * @throws MalformedDhcpException when they are none, or one between relay agents
     */
    public static Dhcp6Message parse(byte[] b, int at, int length) throws MalformedDhcpException {
        Objects.checkFromIndexSize(at, length, b.length);
        Dhcp6Type type = length < HEADER_BYTES ? null : Dhcp6Type.of(b[at] & 0xff);
        if (type == null) {
            throw new MalformedDhcpException("no message between client and server begins", 0);
        }
        int id = BigEndian.i32(b, at) & 0xff_ffff;
        return new Dhcp6Message(type, id, Dhcp6Option.readAll(b, at + HEADER_BYTES, at + length));
    }

    public byte[] encode() {
        byte[] b = new byte[HEADER_BYTES + Dhcp6Option.lengthBytes(options)];
        BigEndian.put32(b, 0, type.code() << 24 | transactionId);
        Dhcp6Option.writeAll(options, b, HEADER_BYTES);
        return b;
    }

    /** The first option of that code, or null. */
    public @Nullable ByteString find(int code) {
        for (Dhcp6Option each : options) {
            if (each.code() == code) {
                return each.value();
            }
        }
        return null;
    }

    public boolean has(int code) {
        return find(code) != null;
    }

    /** The identity associations for addresses that make sense. */
    public List<IdentityAssociation> associations() {
        List<IdentityAssociation> all = new ArrayList<>();
        for (Dhcp6Option each : options) {
            IdentityAssociation read = each.code() == Dhcp6Option.IA_NA ? IdentityAssociation.read(each.value()) : null;
            if (read != null) {
                all.add(read);
            }
        }
        return all;
    }

    /** {@link Dhcp6Status}; success when the message does not say. */
    public int status() {
        ByteString value = find(Dhcp6Option.STATUS_CODE);
        return value == null || value.lengthBytes() < 2 ? Dhcp6Status.SUCCESS : BigEndian.u16(value.toByteArray(), 0);
    }

    public List<Ipv6Address> nameServers() {
        ByteString value = find(Dhcp6Option.NAME_SERVERS);
        List<Ipv6Address> all = new ArrayList<>();
        if (value != null && value.lengthBytes() % 16 == 0) {
            byte[] b = value.toByteArray();
            for (int at = 0; at < b.length; at += 16) {
                all.add(new Ipv6Address(BigEndian.i64(b, at), BigEndian.i64(b, at + 8)));
            }
        }
        return all;
    }

    public List<DomainName> search() {
        ByteString value = find(Dhcp6Option.DOMAIN_SEARCH);
        try {
            return value == null ? List.of() : NameList.read(value.toByteArray());
        } catch (MalformedDnsException e) {
            return List.of(); // as good as none
        }
    }
}
