package dev.netrarium.services.dns;

import java.io.Serial;

/** Bytes that are no DNS message: why, and at which offset from the start of the message. */
public final class MalformedDnsException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What is wrong with the bytes. */
    public enum Reason {
        /** A field reaches beyond the end of the message or of its record. */
        CUT_SHORT("cut short"),
        /** A compression pointer that does not point backwards (RFC 1035 §4.1.4). */
        FORWARD_POINTER("compression pointer not backwards"),
        /** More pointers in one name than a name can have labels. */
        TOO_MANY_POINTERS("too many compression pointers"),
        /** A name of more than 255 bytes. */
        NAME_TOO_LONG("name longer than 255 bytes"),
        /** A label type other than a plain label and a pointer (RFC 6891 §5 retired the others). */
        LABEL_TYPE("unknown label type"),
        /** Record data shorter or longer than its length field says. */
        RECORD_LENGTH("record data does not fill its length"),
        /** More than one OPT record, or one whose owner is not the root (RFC 6891 §6.1.1). */
        OPT("misplaced OPT record"),
        /** Bytes after the last record. */
        TRAILING_BYTES("bytes after the last record");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    private final Reason reason;
    private final int offset;

    MalformedDnsException(Reason reason, int offset) {
        super(reason.text + " at byte " + offset, null, false, false);
        this.reason = reason;
        this.offset = offset;
    }

    public Reason reason() {
        return reason;
    }

    /** Bytes from the start of the message. */
    public int offset() {
        return offset;
    }
}
