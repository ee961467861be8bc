package dev.netrarium.wire;

import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Gives text to everything that is written by people: addresses, prefixes, endpoints. */
final class TextFuzz {
    private static final List<String> SAMPLES = List.of(
            "192.0.2.1",
            "2001:db8::1",
            "::ffff:192.0.2.1",
            "00:05:5d:61:58:a8",
            "192.0.2.0/24",
            "2001:db8::/32",
            "[fe80::1%eth0]:80",
            "192.0.2.1:65535",
            "1:2:3:4:5:6:7:8");
    private static final String CHARACTERS = "0123456789abcdef:.[]%/-gx \u0661\uff11";

    private static final List<Function<String, Object>> READERS = List.of(
            Ipv4Address::of,
            Ipv6Address::of,
            IpAddress::of,
            MacAddress::of,
            IpPrefix::of,
            InterfaceAddress::of,
            Endpoint::of);

    private TextFuzz() {}

    static String text(Random random) {
        StringBuilder text = new StringBuilder(SAMPLES.get(random.nextInt(SAMPLES.size())));
        for (int times = random.nextInt(5); times > 0 && !text.isEmpty(); times--) {
            int at = random.nextInt(text.length());
            char c = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, c);
                case 1 -> text.insert(at, c);
                default -> text.deleteCharAt(at);
            }
        }
        return text.toString();
    }

    /** Gives the text to one of the readers; what it prints must be the same value again. */
    static void readByOne(int number, String text) {
        Function<String, Object> reader = READERS.get(number % READERS.size());
        Object value;
        try {
            value = reader.apply(text);
        } catch (IllegalArgumentException e) {
            return; // as promised
        }
        Object again = reader.apply(value.toString());
        if (!again.equals(value)) {
            throw new AssertionError("\"" + text + "\" is " + value + ", which is " + again);
        }
    }
}
