package dev.netrarium.services.dhcpv6;

import dev.netrarium.services.dhcp.MalformedDhcpException;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv6Address;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An identity association for addresses, IA_NA (RFC 8415 §21.4): what one interface of a client has.
 *
 * @param id IAID, the client's number for it
 * @param t1Seconds 0 lets the client choose
 * @param t2Seconds 0 lets the client choose
 * @param status {@link Dhcp6Status}
 */
public record IdentityAssociation(int id, long t1Seconds, long t2Seconds, List<Address> addresses, int status) {
    private static final int HEADER_BYTES = 12;
    private static final int ADDRESS_BYTES = 24;

    /** An address and how long it is preferred and valid, in seconds; 2³²−1 is for ever. */
    public record Address(Ipv6Address address, long preferredSeconds, long validSeconds) {}

    public IdentityAssociation {
        addresses = List.copyOf(addresses);
    }

    /** Null when the bytes make no sense. */
    static @Nullable IdentityAssociation read(ByteString value) {
        byte[] b = value.toByteArray();
        if (b.length < HEADER_BYTES) {
            return null;
        }
        List<Address> addresses = new ArrayList<>();
        int status = Dhcp6Status.SUCCESS;
        try {
            for (Dhcp6Option each : Dhcp6Option.readAll(b, HEADER_BYTES, b.length)) {
                byte[] inner = each.value().toByteArray();
                if (each.code() == Dhcp6Option.IA_ADDRESS && inner.length >= ADDRESS_BYTES) {
                    addresses.add(new Address(
                            new Ipv6Address(BigEndian.i64(inner, 0), BigEndian.i64(inner, 8)),
                            BigEndian.u32(inner, 16),
                            BigEndian.u32(inner, 20)));
                } else if (each.code() == Dhcp6Option.STATUS_CODE && inner.length >= 2) {
                    status = BigEndian.u16(inner, 0);
                }
            }
        } catch (MalformedDhcpException e) {
            return null; // as good as none
        }
        return new IdentityAssociation(
                BigEndian.i32(b, 0), BigEndian.u32(b, 4), BigEndian.u32(b, 8), addresses, status);
    }

    Dhcp6Option encode() {
        List<Dhcp6Option> inner = new ArrayList<>();
        for (Address each : addresses) {
            byte[] b = new byte[ADDRESS_BYTES];
            each.address.writeTo(b, 0);
            BigEndian.put32(b, 16, (int) each.preferredSeconds);
            BigEndian.put32(b, 20, (int) each.validSeconds);
            inner.add(new Dhcp6Option(Dhcp6Option.IA_ADDRESS, ByteString.copyOf(b)));
        }
        if (status != Dhcp6Status.SUCCESS) {
            inner.add(Dhcp6Option.ofU16(Dhcp6Option.STATUS_CODE, status));
        }
        byte[] b = new byte[HEADER_BYTES + Dhcp6Option.lengthBytes(inner)];
        BigEndian.put32(b, 0, id);
        BigEndian.put32(b, 4, (int) t1Seconds);
        BigEndian.put32(b, 8, (int) t2Seconds);
        Dhcp6Option.writeAll(inner, b, HEADER_BYTES);
        return new Dhcp6Option(Dhcp6Option.IA_NA, ByteString.copyOf(b));
    }
}
