package dev.netrarium.services.dns;

/**
 * A record or query type (RFC 1035 §3.2.2; the registry "Resource Record (RR) TYPEs"). Types without a constant here
 * are as good as the others: they read and print as {@code TYPE65280} (RFC 3597 §5).
 *
 * @param code 0 to 65535
 */
public record RecordType(int code) implements Comparable<RecordType> {
    public static final RecordType A = new RecordType(1);
    public static final RecordType NS = new RecordType(2);
    public static final RecordType CNAME = new RecordType(5);
    public static final RecordType SOA = new RecordType(6);
    public static final RecordType PTR = new RecordType(12);
    public static final RecordType HINFO = new RecordType(13);
    public static final RecordType MX = new RecordType(15);
    public static final RecordType TXT = new RecordType(16);
    public static final RecordType AAAA = new RecordType(28);
    public static final RecordType SRV = new RecordType(33);
    public static final RecordType DNAME = new RecordType(39);
    public static final RecordType OPT = new RecordType(41);
    public static final RecordType DS = new RecordType(43);
    public static final RecordType IXFR = new RecordType(251);
    public static final RecordType AXFR = new RecordType(252);
    public static final RecordType ANY = new RecordType(255);
    public static final RecordType CAA = new RecordType(257);

    public RecordType {
        if (code < 0 || code > 0xffff) {
            throw new IllegalArgumentException("record type is 0 to 65535: " + code);
        }
    }

    /**
     * The type with this mnemonic, in any case, or {@code TYPEn}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static RecordType of(String mnemonic) {
        int code = Mnemonics.TYPES.code(mnemonic);
        if (code < 0) {
            throw new IllegalArgumentException("not a record type: \"" + mnemonic + "\"");
        }
        return new RecordType(code);
    }

    /** True when {@link #of(String)} would accept the text. */
    public static boolean isMnemonic(String text) {
        return Mnemonics.TYPES.code(text) >= 0;
    }

    /** True for types that stand only in questions or carry protocol state (RFC 6895 §3.1), never in a zone or cache. */
    public boolean isMeta() {
        return code == 0 || code == OPT.code || code >= 128 && code <= 255;
    }

    @Override
    public int compareTo(RecordType other) {
        return Integer.compare(code, other.code);
    }

    @Override
    public String toString() {
        return Mnemonics.TYPES.text(code);
    }
}
