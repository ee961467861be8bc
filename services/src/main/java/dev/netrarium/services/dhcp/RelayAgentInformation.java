package dev.netrarium.services.dhcp;

import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv4Address;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Option 82 (RFC 3046): what relay agents say about where a client is, as sub-options in the order in which they stand.
 */
public record RelayAgentInformation(List<SubOption> subOptions) {
    /** Which port or circuit the client is behind. */
    public static final int CIRCUIT_ID = 1;
    /** Who is at the other end of it. */
    public static final int REMOTE_ID = 2;
    /** The client's link, where giaddr is not on it (RFC 3527). */
    public static final int LINK_SELECTION = 5;
    /** What the server is to call itself, so that renewals come by the relay (RFC 5107). */
    public static final int SERVER_OVERRIDE = 11;

    /** A sub-option: 1 to 255, and up to 255 bytes. */
    public record SubOption(int code, ByteString value) {
        public SubOption {
            if (code < 1 || code > 255 || value.lengthBytes() > 255) {
                throw new IllegalArgumentException("a sub-option has a code of 1 to 255 and at most 255 bytes");
            }
        }
    }

    public RelayAgentInformation {
        subOptions = List.copyOf(subOptions);
    }

    /**
     * Reads the option's bytes.
     *
     * @throws MalformedDhcpException when a sub-option is cut short; offsets count from the option's first byte
     */
    public static RelayAgentInformation parse(ByteString option) throws MalformedDhcpException {
        byte[] b = option.toByteArray();
        List<SubOption> all = new ArrayList<>();
        int at = 0;
        while (at < b.length) {
            if (b[at] == 0 || b.length - at < 2 || b.length - at - 2 < (b[at + 1] & 0xff)) {
                throw new MalformedDhcpException("a relay agent's sub-option is cut short", at);
            }
            int length = b[at + 1] & 0xff;
            all.add(new SubOption(b[at] & 0xff, ByteString.copyOf(b, at + 2, at + 2 + length)));
            at += 2 + length;
        }
        return new RelayAgentInformation(all);
    }

    /** The first sub-option of that code, or null. */
    public @Nullable ByteString find(int code) {
        for (SubOption each : subOptions) {
            if (each.code == code) {
                return each.value;
            }
        }
        return null;
    }

    /** A sub-option that is an IPv4 address; null when there is none, or not of 4 bytes. */
    public @Nullable Ipv4Address address(int code) {
        ByteString value = find(code);
        return value == null || value.lengthBytes() != 4 ? null : Ipv4Address.read(value.toByteArray(), 0);
    }

    /** The option's bytes. */
    public ByteString encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (SubOption each : subOptions) {
            out.write(each.code);
            out.write(each.value.lengthBytes());
            out.writeBytes(each.value.toByteArray());
        }
        return ByteString.copyOf(out.toByteArray());
    }
}
