package dev.netrarium.services.dns;

/**
 * The header of a message without its counts (RFC 1035 §4.1.1; AD and CD: RFC 4035 §3.1.6 and §3.2).
 *
 * @param id 0 to 65535
 * @param isResponse QR
 * @param authoritative AA
 * @param truncated TC
 * @param recursionDesired RD
 * @param recursionAvailable RA
 * @param reserved Z, kept as it came
 * @param authenticData AD
 * @param checkingDisabled CD
 * @param responseCode all 12 bits; those above 4 need EDNS in the message
 */
public record DnsHeader(
        int id,
        boolean isResponse,
        Opcode opcode,
        boolean authoritative,
        boolean truncated,
        boolean recursionDesired,
        boolean recursionAvailable,
        boolean reserved,
        boolean authenticData,
        boolean checkingDisabled,
        ResponseCode responseCode) {
    /** Bytes of the header with its four counts. */
    public static final int BYTES = 12;

    /** Offset of the flags word. */
    static final int FLAGS = 2;
    /** Offset of the count of questions; the other three follow. */
    static final int COUNTS = 4;

    private static final int QR = 0x8000;
    private static final int AA = 0x0400;
    private static final int TC = 0x0200;
    private static final int RD = 0x0100;
    private static final int RA = 0x0080;
    private static final int Z = 0x0040;
    private static final int AD = 0x0020;
    private static final int CD = 0x0010;

    public DnsHeader {
        if (id < 0 || id > 0xffff) {
            throw new IllegalArgumentException("id is 0 to 65535: " + id);
        }
    }

    /** The header of a standard query. */
    public static DnsHeader query(int id, boolean recursionDesired) {
        return new DnsHeader(
                id,
                false,
                Opcode.QUERY,
                false,
                false,
                recursionDesired,
                false,
                false,
                false,
                false,
                ResponseCode.NOERROR);
    }

    /** The header of a response to this query: its id, opcode, RD and CD, the rest as given. */
    public DnsHeader response(ResponseCode code, boolean isAuthoritative, boolean offersRecursion) {
        return new DnsHeader(
                id,
                true,
                opcode,
                isAuthoritative,
                false,
                recursionDesired,
                offersRecursion,
                false,
                false,
                checkingDisabled,
                code);
    }

    public DnsHeader withId(int newId) {
        return new DnsHeader(
                newId,
                isResponse,
                opcode,
                authoritative,
                truncated,
                recursionDesired,
                recursionAvailable,
                reserved,
                authenticData,
                checkingDisabled,
                responseCode);
    }

    /** The same with TC set. */
    public DnsHeader asTruncated() {
        return new DnsHeader(
                id,
                isResponse,
                opcode,
                authoritative,
                true,
                recursionDesired,
                recursionAvailable,
                reserved,
                authenticData,
                checkingDisabled,
                responseCode);
    }

    static DnsHeader of(int id, int flags, int extendedResponseCode) {
        return new DnsHeader(
                id,
                (flags & QR) != 0,
                new Opcode(flags >>> 11 & 0xf),
                (flags & AA) != 0,
                (flags & TC) != 0,
                (flags & RD) != 0,
                (flags & RA) != 0,
                (flags & Z) != 0,
                (flags & AD) != 0,
                (flags & CD) != 0,
                new ResponseCode(extendedResponseCode << 4 | flags & 0xf));
    }

    int flags() {
        return (isResponse ? QR : 0)
                | opcode.code() << 11
                | (authoritative ? AA : 0)
                | (truncated ? TC : 0)
                | (recursionDesired ? RD : 0)
                | (recursionAvailable ? RA : 0)
                | (reserved ? Z : 0)
                | (authenticData ? AD : 0)
                | (checkingDisabled ? CD : 0)
                | responseCode.code() & 0xf;
    }
}
