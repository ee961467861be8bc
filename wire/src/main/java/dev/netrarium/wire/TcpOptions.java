package dev.netrarium.wire;

/**
 * The options of one TCP segment, parsed into plain fields: an object that a stack makes once and fills for each
 * segment, so that reading options allocates nothing.
 *
 * <p>Sources: RFC 9293 §3.2 (end, no-operation, maximum segment size), RFC 7323 (window scale, timestamps), RFC 2018
 * (SACK), RFC 7413 (Fast Open), RFC 5482 (user timeout). An option with a wrong length ends the reading, as Linux does;
 * unknown ones are passed over and counted.
 */
public final class TcpOptions {
    public static final int END = 0;
    public static final int NO_OPERATION = 1;
    public static final int MAXIMUM_SEGMENT_SIZE = 2;
    public static final int WINDOW_SCALE = 3;
    public static final int SACK_PERMITTED = 4;
    public static final int SACK = 5;
    public static final int TIMESTAMPS = 8;
    public static final int USER_TIMEOUT = 28;
    public static final int FAST_OPEN = 34;
    public static final int EXPERIMENT = 254;

    /** The experiment identifier of Fast Open's old form. */
    public static final int FAST_OPEN_EXPERIMENT = 0xf989;

    /** The most SACK blocks that fit. */
    public static final int MAXIMUM_SACK_BLOCKS = 4;

    /** RFC 7323 §2.3: a larger shift is taken as 14. */
    public static final int MAXIMUM_WINDOW_SHIFT = 14;

    private int maximumSegmentSize;
    private int windowShift;
    private boolean sackPermitted;
    private boolean timestamps;
    private int timestampValue;
    private int timestampEcho;
    private final int[] sackEdges = new int[2 * MAXIMUM_SACK_BLOCKS];
    private int sackBlocks;
    private int fastOpenCookieAt;
    private int fastOpenCookieLength;
    private boolean fastOpen;
    private boolean fastOpenExperimental;
    private int userTimeout;
    private int unknown;
    private boolean malformed;

    /** Reads the options between the fixed header at {@code headerAt} and the data. The header must be valid. */
    public void read(byte[] b, int headerAt) {
        clear();
        int at = headerAt + TcpHeader.BYTES;
        int end = headerAt + TcpHeader.headerBytes(b, headerAt);
        while (at < end) {
            int kind = b[at] & 0xff;
            if (kind == END) {
                return;
            }
            if (kind == NO_OPERATION) {
                at++;
                continue;
            }
            if (end - at < 2) {
                malformed = true;
                return;
            }
            int length = b[at + 1] & 0xff;
            if (length < 2 || length > end - at) {
                malformed = true;
                return;
            }
            readOne(kind, b, at, length);
            at += length;
        }
    }

    private void clear() {
        maximumSegmentSize = 0;
        windowShift = -1;
        sackPermitted = false;
        timestamps = false;
        timestampValue = 0;
        timestampEcho = 0;
        sackBlocks = 0;
        fastOpen = false;
        fastOpenExperimental = false;
        fastOpenCookieAt = 0;
        fastOpenCookieLength = 0;
        userTimeout = -1;
        unknown = 0;
        malformed = false;
    }

    private void readOne(int kind, byte[] b, int at, int length) {
        switch (kind) {
            case MAXIMUM_SEGMENT_SIZE -> {
                if (length == 4) {
                    maximumSegmentSize = BigEndian.u16(b, at + 2);
                }
            }
            case WINDOW_SCALE -> {
                if (length == 3) {
                    windowShift = Math.min(b[at + 2] & 0xff, MAXIMUM_WINDOW_SHIFT);
                }
            }
            case SACK_PERMITTED -> sackPermitted |= length == 2;
            case SACK -> {
                if (length >= 10 && (length - 2) % 8 == 0) {
                    sackBlocks = Math.min((length - 2) / 8, MAXIMUM_SACK_BLOCKS);
                    for (int i = 0; i < 2 * sackBlocks; i++) {
                        sackEdges[i] = BigEndian.i32(b, at + 2 + 4 * i);
                    }
                }
            }
            case TIMESTAMPS -> {
                if (length == 10) {
                    timestamps = true;
                    timestampValue = BigEndian.i32(b, at + 2);
                    timestampEcho = BigEndian.i32(b, at + 6);
                }
            }
            case USER_TIMEOUT -> {
                if (length == 4) {
                    userTimeout = BigEndian.u16(b, at + 2);
                }
            }
            case FAST_OPEN -> {
                fastOpen = true;
                fastOpenCookieAt = at + 2;
                fastOpenCookieLength = length - 2;
            }
            case EXPERIMENT -> {
                if (length >= 4 && BigEndian.u16(b, at + 2) == FAST_OPEN_EXPERIMENT) {
                    fastOpen = true;
                    fastOpenExperimental = true;
                    fastOpenCookieAt = at + 4;
                    fastOpenCookieLength = length - 4;
                } else {
                    unknown++;
                }
            }
            default -> unknown++;
        }
    }

    /** The maximum segment size, or 0 when the option is absent. */
    public int maximumSegmentSize() {
        return maximumSegmentSize;
    }

    /** The window shift, 0 to 14, or -1 when the option is absent. */
    public int windowShift() {
        return windowShift;
    }

    public boolean sackPermitted() {
        return sackPermitted;
    }

    public boolean hasTimestamps() {
        return timestamps;
    }

    public int timestampValue() {
        return timestampValue;
    }

    public int timestampEcho() {
        return timestampEcho;
    }

    /** How many SACK blocks there are, 0 to 4. */
    public int sackBlocks() {
        return sackBlocks;
    }

    /** First sequence number of a block. */
    public int sackLeft(int block) {
        return sackEdges[2 * block];
    }

    /** Sequence number after the last of a block. */
    public int sackRight(int block) {
        return sackEdges[2 * block + 1];
    }

    public boolean hasFastOpen() {
        return fastOpen;
    }

    /** True when Fast Open came in its experimental form, kind 254. */
    public boolean fastOpenExperimental() {
        return fastOpenExperimental;
    }

    /** Where the Fast Open cookie begins in the buffer that was read. */
    public int fastOpenCookieAt() {
        return fastOpenCookieAt;
    }

    /** Bytes of the Fast Open cookie; 0 is a request for one. */
    public int fastOpenCookieLength() {
        return fastOpenCookieLength;
    }

    /** The user-timeout option's 16 bits (granularity and value), or -1 when it is absent. */
    public int userTimeout() {
        return userTimeout;
    }

    /** Options of kinds not known here. */
    public int unknown() {
        return unknown;
    }

    /** True when reading ended at an option whose length was wrong. */
    public boolean malformed() {
        return malformed;
    }

    /** Writes a no-operation byte; returns the offset after it, as all writers here do. */
    public static int putNoOperation(byte[] b, int at) {
        b[at] = NO_OPERATION;
        return at + 1;
    }

    public static int putMaximumSegmentSize(byte[] b, int at, int bytes) {
        b[at] = MAXIMUM_SEGMENT_SIZE;
        b[at + 1] = 4;
        BigEndian.put16(b, at + 2, bytes);
        return at + 4;
    }

    public static int putWindowScale(byte[] b, int at, int shift) {
        b[at] = WINDOW_SCALE;
        b[at + 1] = 3;
        b[at + 2] = (byte) shift;
        return at + 3;
    }

    public static int putSackPermitted(byte[] b, int at) {
        b[at] = SACK_PERMITTED;
        b[at + 1] = 2;
        return at + 2;
    }

    /** Writes the head of a SACK option of {@code blocks} blocks; the edges follow by {@link #putSackBlock}. */
    public static int putSackHead(byte[] b, int at, int blocks) {
        b[at] = SACK;
        b[at + 1] = (byte) (2 + 8 * blocks);
        return at + 2;
    }

    public static int putSackBlock(byte[] b, int at, int left, int right) {
        BigEndian.put32(b, at, left);
        BigEndian.put32(b, at + 4, right);
        return at + 8;
    }

    public static int putTimestamps(byte[] b, int at, int value, int echo) {
        b[at] = TIMESTAMPS;
        b[at + 1] = 10;
        BigEndian.put32(b, at + 2, value);
        BigEndian.put32(b, at + 6, echo);
        return at + 10;
    }

    public static int putFastOpen(byte[] b, int at, byte[] cookie) {
        b[at] = FAST_OPEN;
        b[at + 1] = (byte) (2 + cookie.length);
        System.arraycopy(cookie, 0, b, at + 2, cookie.length);
        return at + 2 + cookie.length;
    }

    /** Writes Fast Open's old form, kind 254 with an experiment number (RFC 7413 §4.1.1). */
    public static int putFastOpenExperimental(byte[] b, int at, byte[] cookie) {
        b[at] = (byte) EXPERIMENT;
        b[at + 1] = (byte) (4 + cookie.length);
        BigEndian.put16(b, at + 2, FAST_OPEN_EXPERIMENT);
        System.arraycopy(cookie, 0, b, at + 4, cookie.length);
        return at + 4 + cookie.length;
    }

    public static int putUserTimeout(byte[] b, int at, int value) {
        b[at] = USER_TIMEOUT;
        b[at + 1] = 4;
        BigEndian.put16(b, at + 2, value);
        return at + 4;
    }
}
