package dev.netrarium.services.dns;

/**
 * A record or query class (RFC 1035 §3.2.4). Netrarium's zones are of class IN.
 *
 * @param code 0 to 65535
 */
public record RecordClass(int code) {
    public static final RecordClass IN = new RecordClass(1);
    public static final RecordClass CH = new RecordClass(3);
    public static final RecordClass HS = new RecordClass(4);
    public static final RecordClass NONE = new RecordClass(254);
    public static final RecordClass ANY = new RecordClass(255);

    public RecordClass {
        if (code < 0 || code > 0xffff) {
            throw new IllegalArgumentException("record class is 0 to 65535: " + code);
        }
    }

    /**
     * The class with this mnemonic, in any case, or {@code CLASSn}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static RecordClass of(String mnemonic) {
        int code = Mnemonics.CLASSES.code(mnemonic);
        if (code < 0) {
            throw new IllegalArgumentException("not a record class: \"" + mnemonic + "\"");
        }
        return new RecordClass(code);
    }

    /** True when {@link #of(String)} would accept the text. */
    public static boolean isMnemonic(String text) {
        return Mnemonics.CLASSES.code(text) >= 0;
    }

    @Override
    public String toString() {
        return Mnemonics.CLASSES.text(code);
    }
}
