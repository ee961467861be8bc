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

    private final Receiver receiver;

    /** What the buffer takes of in-order data. */
    private int capacityBytes;

    private int clampBytes;
    private int thresholdBytes;

    ReceiveWindow(Receiver receiver) {
        this.receiver = receiver;
    }

    /** Decides the first window, which the SYN carries. */
    int open(int mssBytes) {
        TcpSettings settings = receiver.connection.settings();
        capacityBytes = initialCapacity(settings, config());
        int first = firstWindow(capacityBytes, mssBytes);
        clampBytes = capacityBytes;
        if (capacityBytes > 2 * mssBytes) {
            clampBytes = Math.max(2 * mssBytes, capacityBytes - mssBytes); // one segment is reserved
        }
        thresholdBytes = Math.min(first, clampBytes());
        return first;
    }

    /** The window announced when nothing is buffered. */
    static int initialCapacity(TcpSettings settings, TcpConfig config) {
        int fixed = settings.receiveBufferBytes();
        int space = fixed > 0 ? fixed : windowOf(config.rmem().initial(), config);
        int clamp = settings.windowClampBytes();
        return clamp > 0 ? Math.min(space, Math.max(clamp, SMALLEST_CLAMP_BYTES)) : space;
    }

    /** The window of a SYN: whole segments where that is possible, and never scaled. */
    static int firstWindow(int capacityBytes, int mssBytes) {
        int window = Math.min(capacityBytes, MAX_UNSCALED + 1);
        if (window > mssBytes) {
            window -= window % mssBytes;
        }
        return Math.min(window, MAX_UNSCALED);
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

    int capacityBytes() {
        return capacityBytes;
    }

    /** For {@code tcp_info}. */
    int thresholdBytes() {
        return thresholdBytes;
    }

    /** The buffer has another size: the program set it, or its reading asked for more. */
    void resize(int bytes) {
        capacityBytes = Math.max(bytes, 1);
        clampBytes = capacityBytes;
    }

    /** TCP_WINDOW_CLAMP has changed. */
    void clampChanged(boolean smaller) {
        thresholdBytes = smaller
                ? Math.min(thresholdBytes, clampBytes())
                : Math.max(thresholdBytes, Math.min(receiver.announcedBytes, clampBytes()));
    }

    private int clampBytes() {
        int own = receiver.connection.settings().windowClampBytes();
        return own > 0 ? Math.min(clampBytes, Math.max(own, SMALLEST_CLAMP_BYTES)) : clampBytes;
    }

    /** Data came in order: more may be announced by two segments each time (Linux's tcp_grow_window). */
    void grow(int length) {
        if (length < WORTH_BYTES) {
            return;
        }
        if (receiver.connection.tcp.chunks.isUnderPressure()) {
            pressed();
            return;
        }
        int room = Math.min(clampBytes(), capacityBytes - receiver.buffer.readable()) - thresholdBytes;
        if (room > 0) {
            thresholdBytes += Math.min(room, 2 * Math.max(receiver.connection.advertisedMss, length));
            receiver.delayedAck.quickenOne(); // the peer is to hear of it
        }
    }

    private void pressed() {
        thresholdBytes = Math.min(thresholdBytes, PRESSED_SEGMENTS * receiver.connection.advertisedMss);
    }

    /** The program may be told to send an ACK for this alone: the window has at least doubled. */
    boolean opensMuch() {
        int current = receiver.windowBytes();
        if (2L * current > clampBytes()) {
            return false;
        }
        int fresh = wanted();
        return fresh > 0 && fresh >= 2 * current;
    }

    /** The window to announce now. */
    int select() {
        int current = receiver.windowBytes();
        int window = wanted();
        if (window < current && !mayShrink()) {
            if (window == 0) {
                receiver.connection.tcp.counters.add(Mib.TCP_WANT_ZERO_WINDOW);
            }
            // Never take back what was announced. Rounding up moves the edge on, so only while the buffer has room:
            // else
            // the field says up to a unit less than what is still accepted (RFC 7323 §2.4).
            int unit = 1 << receiver.windowScale;
            int rounded = (current + unit - 1) & -unit;
            window = receiver.buffer.readable() + rounded <= capacityBytes + unit ? rounded : current;
        }
        return (int) Math.min(window, (long) MAX_UNSCALED << receiver.windowScale);
    }

    /** Linux's __tcp_select_window: what would be announced if nothing had been. */
    int wanted() {
        int free = Math.max(0, capacityBytes - receiver.buffer.readable());
        int full = Math.min(clampBytes(), capacityBytes);
        int mss = Math.min(receiver.segmentBytes, full);
        int unit = 1 << receiver.windowScale;
        boolean shrink = mayShrink();
        if (shrink) {
            free &= -unit;
        }
        if (free < full >> 1) {
            receiver.delayedAck.noLongerQuick();
            if (receiver.connection.tcp.chunks.isUnderPressure()) {
                pressed();
            }
            free &= -unit;
            if (free < capacityBytes >> 4 || free < mss) {
                return 0;
            }
        }
        if (free > thresholdBytes) {
            free = thresholdBytes;
        } else if (shrink) {
            return free;
        }
        if (receiver.windowScale > 0) {
            return (free + unit - 1) & -unit; // a small window must not be scaled away
        }
        int window = receiver.announcedBytes;
        if (window <= free - mss || window > free) {
            return free - free % mss;
        }
        return mss == full && free > window + (full >> 1) ? free : window;
    }

    private boolean mayShrink() {
        return receiver.windowScale > 0 && config().shrinkWindow() != 0;
    }

    private TcpConfig config() {
        return receiver.connection.tcp.config();
    }
}
