package dev.netrarium.drill.script;

/** When an event is to happen, in nanoseconds. */
public sealed interface EventTime {
    /** So long after the script began. */
    record Absolute(long nanos) implements EventTime {
        @Override
        public String toString() {
            return seconds(nanos);
        }
    }

    /** So long after the event before. */
    record Relative(long nanos) implements EventTime {
        @Override
        public String toString() {
            return "+" + seconds(nanos);
        }
    }

    /** {@code *}: at any time. */
    record Any() implements EventTime {
        @Override
        public String toString() {
            return "*";
        }
    }

    /** Between two times after the script began. */
    record AbsoluteRange(long fromNanos, long toNanos) implements EventTime {
        @Override
        public String toString() {
            return seconds(fromNanos) + "~" + seconds(toNanos);
        }
    }

    /** Between two times after the event before. */
    record RelativeRange(long fromNanos, long toNanos) implements EventTime {
        @Override
        public String toString() {
            return "+" + seconds(fromNanos) + "~+" + seconds(toNanos);
        }
    }

    /** Seconds with six decimals. */
    static String seconds(long nanos) {
        long micros = Math.abs(nanos) / 1000;
        String digits = Long.toString(1_000_000 + micros % 1_000_000).substring(1);
        return (nanos < 0 ? "-" : "") + micros / 1_000_000 + "." + digits;
    }
}
