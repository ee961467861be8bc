package dev.netrarium.services.dhcp.server;

import dev.netrarium.stack.Timer;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv4Address;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log: address, state, end (Unix milliseconds, or {@code never}), client, hardware address, circuit and
 * host name, then the CRC-32 of all that. Bytes are hexadecimal; {@code -} is nothing.
 *
 * <pre>192.168.1.10 leased 1893456000000 id=0102aabbccdd00 01aabbccddeeff - 6c6170746f70 1c291ca3</pre>
 */
final class LeaseLine {
    private static final String NEVER = "never";
    private static final String NOTHING = "-";
    private static final String BY_IDENTIFIER = "id=";
    private static final String BY_HARDWARE = "hw=";
    private static final int FIELDS = 8;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private LeaseLine() {}

    static String write(LeaseEntry entry, Instant epoch) {
        ClientKey client = entry.client();
        String end = entry.endsNanos() == Timer.NEVER
                ? NEVER
                : Long.toString(epoch.plusNanos(entry.endsNanos()).toEpochMilli());
        String line = String.join(
                " ",
                entry.address().toString(),
                entry.state().name().toLowerCase(Locale.ROOT),
                end,
                client == null ? NOTHING : (client.byIdentifier() ? BY_IDENTIFIER : BY_HARDWARE) + client.bytes(),
                hex(entry.hardware()),
                hex(entry.circuit()),
                hex(ByteString.copyOf(entry.hostName().getBytes(StandardCharsets.UTF_8))));
        return line + " " + sum(line);
    }

    /** Null when the line is not whole. */
    static @Nullable LeaseEntry read(String line, Instant epoch) {
        String[] fields = line.split(" ", -1);
        int last = line.lastIndexOf(' ');
        if (fields.length != FIELDS || !sum(line.substring(0, last)).equals(fields[FIELDS - 1])) {
            return null;
        }
        try {
            return new LeaseEntry(
                    Ipv4Address.of(fields[0]),
                    LeaseState.valueOf(fields[1].toUpperCase(Locale.ROOT)),
                    client(fields[3]),
                    bytes(fields[4]),
                    new String(bytes(fields[6]).toByteArray(), StandardCharsets.UTF_8),
                    bytes(fields[5]),
                    nanos(fields[2], epoch));
        } catch (IllegalArgumentException e) {
            return null; // a right sum over a wrong line: another program's, or a later version's
        }
    }

    private static @Nullable ClientKey client(String field) {
        if (field.equals(NOTHING)) {
            return null;
        }
        boolean byIdentifier = field.startsWith(BY_IDENTIFIER);
        if (!byIdentifier && !field.startsWith(BY_HARDWARE)) {
            throw new IllegalArgumentException(field);
        }
        return new ClientKey(byIdentifier, ByteString.ofHex(field.substring(BY_IDENTIFIER.length())));
    }

    private static long nanos(String field, Instant epoch) {
        if (field.equals(NEVER)) {
            return Timer.NEVER;
        }
        long millis = Long.parseLong(field) - epoch.toEpochMilli();
        long most = Long.MAX_VALUE / NANOS_PER_MILLI - 1;
        return Math.clamp(millis, -most, most) * NANOS_PER_MILLI;
    }

    private static String hex(ByteString bytes) {
        return bytes.isEmpty() ? NOTHING : bytes.toString();
    }

    private static ByteString bytes(String field) {
        return field.equals(NOTHING) ? ByteString.EMPTY : ByteString.ofHex(field);
    }

    private static String sum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
