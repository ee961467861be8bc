package dev.netrarium.internet.browser;

import dev.netrarium.wire.IpAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The browser's own memory of names, a minute long as in Chromium, which does not see the TTL either. */
final class NameCache {
    /** Chromium's figure. */
    private static final int MAX_NAMES = 1000;

    private static final long KEPT_NANOS = 60_000_000_000L;

    private record Remembered(List<IpAddress> addresses, long untilNanos) {}

    private final Map<String, Remembered> entries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > MAX_NAMES;
        }
    };

    @Nullable List<IpAddress> get(long now, String name) {
        Remembered entry = entries.get(name);
        return entry == null || now >= entry.untilNanos ? null : entry.addresses;
    }

    long secondsLeft(long now, String name) {
        Remembered entry = entries.get(name);
        return entry == null ? 0 : Math.max(0, (entry.untilNanos - now) / 1_000_000_000L);
    }

    void put(long now, String name, List<IpAddress> addresses) {
        entries.put(name, new Remembered(List.copyOf(addresses), now + KEPT_NANOS));
    }
}
