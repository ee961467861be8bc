package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Mib;

/**
 * The window that a connection announces: by the room in the buffer, never a silly one (RFC 9293 §3.8.6.2.2), never less
 * than was announced before unless {@code tcp_shrink_window} allows it (RFC 7323 §2.4), and growing from 64 KB on only as
 * fast as the peer makes use of it, so that one sender's burst does not take the host's memory.
 *
 * <p>Three bounds, in Linux's terms: the buffer's full space is {@code capacityBytes}; {@code clampBytes}
 * ({@code window_clamp}) follows it; {@code thresholdBytes} ({@code rcv_ssthresh}) is what may be announced now.
 */
final class ReceiveWindow {
    /** The window field without scaling. */
    static final int MAX_UNSCALED = 65535;

    private static final int MAX_SCALE = 14;

    /** What is announced at most while the host's TCP memory runs short, as on Linux. */
    private static final int PRESSED_SEGMENTS = 4;

    /** Half of Linux's SOCK_MIN_RCVBUF: TCP_WINDOW_CLAMP cannot ask for less. */
    private static final int SMALLEST_CLAMP_BYTES = 1152;

    /** Segments smaller than this carry so much overhead that they prove no need for room. */
    private static final int WORTH_BYTES = 128;

    private ReceiveWindow() {}

    /** Decides the first window, which the SYN carries. */
    static int open(Receiver r, int mssBytes) {
        TcpSettings settings = r.connection.settings();
        r.capacityBytes = initialCapacity(settings, config(r));
        int first = firstWindow(r.capacityBytes, mssBytes);
        r.clampBytes = r.capacityBytes;
        if (r.capacityBytes > 2 * mssBytes) {
            r.clampBytes = Math.max(2 * mssBytes, r.capacityBytes - mssBytes); // one segment is reserved
        }
        r.thresholdBytes = Math.min(first, clampBytes(r));
        return first;
    }

    /** The window announced when nothing is buffered. */
    static int initialCapacity(TcpSettings settings, TcpConfig config) {
        int fixed = settings.receiveBufferBytes();
        int space = fixed > 0 ? fixed : windowOf(config.rmem().initial(), config);
        int clamp = settings.windowClampBytes();
        return clamp > 0 ? Math.min(space, Math.max(clamp, SMALLEST_CLAMP_BYTES)) : space;
    }

    /** The first window: whole segments where that is possible. A SYN says as much of it as fits the unscaled field. */
    static int firstWindow(int capacityBytes, int mssBytes) {
        return capacityBytes > mssBytes ? capacityBytes - capacityBytes % mssBytes : capacityBytes;
    }

    /** The shift that lets the window reach what the buffer may become. */
    static int scale(TcpSettings settings, TcpConfig config) {
        int fixed = settings.receiveBufferBytes();
        int most = fixed > 0 ? fixed : config.rmem().maximum();
        int clamp = settings.windowClampBytes();
        if (clamp > 0) {
            most = Math.min(most, Math.max(clamp, SMALLEST_CLAMP_BYTES));
        }
        int bits = 31 - Integer.numberOfLeadingZeros(most);
        return Math.max(0, Math.min(bits - 15, MAX_SCALE));
    }

    /** How much of a buffer of Linux's accounting is window. */
    static int windowOf(int bufferBytes, TcpConfig config) {
        int scale = config.advWinScale();
        return Math.max(1, scale <= 0 ? bufferBytes >> -scale : bufferBytes - (bufferBytes >> scale));
    }

    /** The buffer has another size: the program set it, or its reading asked for more. */
    static void resize(Receiver r, int bytes) {
        r.capacityBytes = Math.max(bytes, 1);
        r.clampBytes = r.capacityBytes;
    }

    /** TCP_WINDOW_CLAMP has changed. */
    static void clampChanged(Receiver r, boolean smaller) {
        r.thresholdBytes = smaller
                ? Math.min(r.thresholdBytes, clampBytes(r))
                : Math.max(r.thresholdBytes, Math.min(r.announcedBytes, clampBytes(r)));
    }

    private static int clampBytes(Receiver r) {
        int own = r.connection.settings().windowClampBytes();
        return own > 0 ? Math.min(r.clampBytes, Math.max(own, SMALLEST_CLAMP_BYTES)) : r.clampBytes;
    }

    /** Data came in order: more may be announced by two segments each time (Linux's tcp_grow_window). */
    static void grow(Receiver r, int length) {
        if (length < WORTH_BYTES) {
            return;
        }
        if (r.connection.tcp.chunks.isUnderPressure()) {
            pressed(r);
            return;
        }
        int room = Math.min(clampBytes(r), r.capacityBytes - r.buffer.readable()) - r.thresholdBytes;
        if (room > 0) {
            r.thresholdBytes += Math.min(room, 2 * Math.max(r.connection.advertisedMss, length));
            r.delayedAck.quickenOne(); // the peer is to hear of it
        }
    }

    private static void pressed(Receiver r) {
        r.thresholdBytes = Math.min(r.thresholdBytes, PRESSED_SEGMENTS * r.connection.advertisedMss);
    }

    /** The program may be told to send an ACK for this alone: the window has at least doubled. */
    static boolean opensMuch(Receiver r) {
        int current = r.windowBytes();
        if (2L * current > clampBytes(r)) {
            return false;
        }
        int fresh = wanted(r);
        return fresh > 0 && fresh >= 2 * current;
    }

    /** The window to announce now. */
    static int select(Receiver r) {
        int current = r.windowBytes();
        int window = wanted(r);
        if (window < current && !mayShrink(r)) {
            if (window == 0) {
                r.connection.tcp.counters.add(Mib.TCP_WANT_ZERO_WINDOW);
            }
            // Never take back what was announced. Rounding up moves the edge on, so only while the buffer has room:
            // else
            // the field says up to a unit less than what is still accepted (RFC 7323 §2.4).
            int unit = 1 << r.windowScale;
            int rounded = (current + unit - 1) & -unit;
            window = r.buffer.readable() + rounded <= r.capacityBytes + unit ? rounded : current;
        }
        return (int) Math.min(window, (long) MAX_UNSCALED << r.windowScale);
    }

    /** Linux's __tcp_select_window: what would be announced if nothing had been. */
    static int wanted(Receiver r) {
        int free = Math.max(0, r.capacityBytes - r.buffer.readable());
        int full = Math.min(clampBytes(r), r.capacityBytes);
        int mss = Math.min(r.segmentBytes, full);
        int unit = 1 << r.windowScale;
        boolean shrink = mayShrink(r);
        if (shrink) {
            free &= -unit;
        }
        if (free < full >> 1) {
            r.delayedAck.noLongerQuick();
            if (r.connection.tcp.chunks.isUnderPressure()) {
                pressed(r);
            }
            free &= -unit;
            if (free < r.capacityBytes >> 4 || free < mss) {
                return 0;
            }
        }
        if (free > r.thresholdBytes) {
            free = r.thresholdBytes;
        } else if (shrink) {
            return free;
        }
        if (r.windowScale > 0) {
            return (free + unit - 1) & -unit; // a small window must not be scaled away
        }
        int window = r.announcedBytes;
        if (window <= free - mss || window > free) {
            return free - free % mss;
        }
        return mss == full && free > window + (full >> 1) ? free : window;
    }

    private static boolean mayShrink(Receiver r) {
        return r.windowScale > 0 && config(r).shrinkWindow() != 0;
    }

    private static TcpConfig config(Receiver r) {
        return r.connection.tcp.config();
    }
}
