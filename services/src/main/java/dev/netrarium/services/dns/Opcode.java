package dev.netrarium.services.dns;

/**
 * What kind of query a message is (RFC 1035 §4.1.1, "DNS OpCodes" registry).
 *
 * @param code 0 to 15
 */
public record Opcode(int code) {
    public static final Opcode QUERY = new Opcode(0);
    public static final Opcode STATUS = new Opcode(2);
    public static final Opcode NOTIFY = new Opcode(4);
    public static final Opcode UPDATE = new Opcode(5);

    public Opcode {
        if (code < 0 || code > 15) {
            throw new IllegalArgumentException("opcode is 0 to 15: " + code);
        }
    }

    @Override
    public String toString() {
        return Mnemonics.OPCODES.text(code);
    }
}
