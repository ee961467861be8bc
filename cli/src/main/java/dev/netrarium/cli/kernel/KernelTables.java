package dev.netrarium.cli.kernel;

import dev.netrarium.wire.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What the kernel shows below {@code /proc} of the namespace that the current thread is in: knobs and counters. */
final class KernelTables {
    private static final Path KNOBS = Path.of("/proc/sys");
    private static final Path NET = Path.of("/proc/thread-self/net");

    private static final long LOOK_NANOS = 1_000_000;
    private static final int MOST_LOOKS = 5000;

    private KernelTables() {}

    private static Path knob(String name) {
        return KNOBS.resolve(name.replace('.', '/')).normalize();
    }

    /** The value of a knob, its columns separated by one space; null when there is none. */
    static @Nullable String get(String name) {
        try {
            return Files.readString(knob(name)).strip().replaceAll("\\s+", " ");
        } catch (IOException e) {
            return null;
        }
    }

    /** Turns a knob. */
    static void set(String name, String value) throws IOException {
        Path file = knob(name);
        if (!file.startsWith(KNOBS.resolve("net"))) {
            throw new IOException("only knobs below net belong to a namespace");
        }
        Files.writeString(file, value);
    }

    /**
     * Waits until packets to an IPv6 address are taken in.
     *
     * @throws IOException when that does not come about
     */
    static void awaitLocalRoute(IpAddress address) throws IOException {
        byte[] b = new byte[16];
        address.writeTo(b, 0);
        String entry = HexFormat.of().formatHex(b) + " 80 ";
        for (int i = 0; i < MOST_LOOKS; i++) {
            if (Files.readAllLines(NET.resolve("ipv6_route")).stream().anyMatch(line -> line.startsWith(entry))) {
                return;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        throw new IOException("the kernel does not take " + address + " for its own");
    }

    /** The counters by the names of nstat. */
    static Map<String, Long> counters() {
        Map<String, Long> counters = new TreeMap<>();
        try {
            for (String table : List.of("snmp", "netstat")) {
                List<String> lines = Files.readAllLines(NET.resolve(table));
                for (int i = 0; i + 1 < lines.size(); i += 2) {
                    String[] names = lines.get(i).split(" ");
                    String[] values = lines.get(i + 1).split(" ");
                    String prefix = names[0].replace(":", "");
                    for (int k = 1; k < Math.min(names.length, values.length); k++) {
                        counters.put(prefix + names[k], Long.parseLong(values[k]));
                    }
                }
            }
            for (String line : Files.readAllLines(NET.resolve("snmp6"))) {
                String[] words = line.split("\\s+");
                counters.put(words[0], Long.parseLong(words[1]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return counters;
    }
}
