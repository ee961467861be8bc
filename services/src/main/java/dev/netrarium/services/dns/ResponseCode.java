package dev.netrarium.services.dns;

/**
 * How a response ended (RFC 1035 §4.1.1; 12 bits with EDNS, RFC 6891 §6.1.3).
 *
 * @param code 0 to 4095
 */
public record ResponseCode(int code) {
    public static final ResponseCode NOERROR = new ResponseCode(0);
    public static final ResponseCode FORMERR = new ResponseCode(1);
    public static final ResponseCode SERVFAIL = new ResponseCode(2);
    public static final ResponseCode NXDOMAIN = new ResponseCode(3);
    public static final ResponseCode NOTIMP = new ResponseCode(4);
    public static final ResponseCode REFUSED = new ResponseCode(5);
    public static final ResponseCode BADVERS = new ResponseCode(16);

    public ResponseCode {
        if (code < 0 || code > 0xfff) {
            throw new IllegalArgumentException("response code is 0 to 4095: " + code);
        }
    }

    @Override
    public String toString() {
        return Mnemonics.RESPONSE_CODES.text(code);
    }
}
