package dev.netrarium.wire.capture;

/** Numbers of the pcapng format (draft-ietf-opsawg-pcapng), for its reader and its writer. */
final class Pcapng {
    static final int SECTION_HEADER = 0x0a0d_0d0a;
    static final int INTERFACE_DESCRIPTION = 1;
    /** Obsolete, but old files have it. */
    static final int PACKET = 2;

    static final int SIMPLE_PACKET = 3;
    static final int ENHANCED_PACKET = 6;

    static final int BYTE_ORDER_MAGIC = 0x1a2b_3c4d;

    /** Type and total length in front, total length again behind. */
    static final int BLOCK_HEAD_BYTES = 8;

    static final int BLOCK_TAIL_BYTES = 4;

    static final int END_OF_OPTIONS = 0;
    static final int COMMENT = 1;
    static final int INTERFACE_NAME = 2;
    static final int INTERFACE_DESCRIPTION_TEXT = 3;
    static final int SECTION_APPLICATION = 4;
    static final int TIMESTAMP_RESOLUTION = 9;
    static final int TIMESTAMP_OFFSET = 14;
    static final int PACKET_FLAGS = 2;
    static final int PACKET_DROP_COUNT = 4;
    static final int PACKET_ID = 5;

    /** The two lowest bits of {@link #PACKET_FLAGS}. */
    static final int INBOUND = 1;

    static final int OUTBOUND = 2;

    private Pcapng() {}

    /** Fields and option values are padded to 32 bits. */
    static int padded(int length) {
        return length + 3 & ~3;
    }
}
