package dev.netrarium.stack.tcp;

/**
 * The send buffer's size (Linux's tcp_sndbuf_expand): twice what cwnd lets fly, so that the window is full while the next
 * one is written; reckoned with what a segment costs Linux beside its bytes. It grows while cwnd waits for data that the
 * buffer has no room for, up to {@code tcp_wmem}'s maximum, and does not shrink.
 */
final class SendTuning {
    private static final int INITIAL_SEGMENTS = 10;

    /** Linux's header room and packet descriptor, and the structure behind the bytes of a segment. */
    private static final int OVERHEAD_BYTES = 640;

    private static final int DESCRIPTOR_BYTES = 256;

    private SendTuning() {}

    /** What the buffer should hold now. */
    static int wantedBytes(Sender sender) {
        int segment = Math.max(sender.mssBytes, Math.min(sender.peerMssBytes, Sender.LARGEST_PACKET_BYTES));
        long cost = 2L * Integer.highestOneBit(segment + OVERHEAD_BYTES - 1) + DESCRIPTOR_BYTES;
        int segments = Math.max(INITIAL_SEGMENTS, Math.max(sender.window.segments, sender.recovery.reordering() + 1));
        BufferSizes sizes = sender.connection.tcp.config().wmem();
        return (int) Math.min(2 * cost * segments, sizes.maximum());
    }

    /** The window could take more than the buffer holds. */
    static boolean isDue(Sender sender) {
        return sender.connection.settings().sendBufferBytes() == 0
                && !sender.connection.tcp.chunks.isUnderPressure()
                && sender.buffer.length() <= (long) sender.window.segments * sender.mssBytes;
    }
}
