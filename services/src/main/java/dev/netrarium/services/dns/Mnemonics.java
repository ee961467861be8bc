package dev.netrarium.services.dns;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The names that master files and dig use for the numbers of one registry; a number without one is PREFIX + number. */
final class Mnemonics {
    static final Mnemonics TYPES = new Mnemonics("TYPE")
            .with(1, "A")
            .with(2, "NS")
            .with(5, "CNAME")
            .with(6, "SOA")
            .with(12, "PTR")
            .with(13, "HINFO")
            .with(15, "MX")
            .with(16, "TXT")
            .with(28, "AAAA")
            .with(33, "SRV")
            .with(35, "NAPTR")
            .with(39, "DNAME")
            .with(41, "OPT")
            .with(43, "DS")
            .with(44, "SSHFP")
            .with(46, "RRSIG")
            .with(47, "NSEC")
            .with(48, "DNSKEY")
            .with(50, "NSEC3")
            .with(51, "NSEC3PARAM")
            .with(52, "TLSA")
            .with(64, "SVCB")
            .with(65, "HTTPS")
            .with(250, "TSIG")
            .with(251, "IXFR")
            .with(252, "AXFR")
            .with(255, "ANY")
            .with(257, "CAA");

    static final Mnemonics CLASSES = new Mnemonics("CLASS")
            .with(1, "IN")
            .with(3, "CH")
            .with(4, "HS")
            .with(254, "NONE")
            .with(255, "ANY");

    static final Mnemonics OPCODES = new Mnemonics("OPCODE")
            .with(0, "QUERY")
            .with(1, "IQUERY")
            .with(2, "STATUS")
            .with(4, "NOTIFY")
            .with(5, "UPDATE");

    static final Mnemonics RESPONSE_CODES = new Mnemonics("RCODE")
            .with(0, "NOERROR")
            .with(1, "FORMERR")
            .with(2, "SERVFAIL")
            .with(3, "NXDOMAIN")
            .with(4, "NOTIMP")
            .with(5, "REFUSED")
            .with(6, "YXDOMAIN")
            .with(7, "YXRRSET")
            .with(8, "NXRRSET")
            .with(9, "NOTAUTH")
            .with(10, "NOTZONE")
            .with(16, "BADVERS")
            .with(23, "BADCOOKIE");

    private final String prefix;
    private final Map<Integer, String> texts = new LinkedHashMap<>();
    private final Map<String, Integer> codes = new LinkedHashMap<>();

    private Mnemonics(String prefix) {
        this.prefix = prefix;
    }

    private Mnemonics with(int code, String text) {
        texts.put(code, text);
        codes.put(text, code);
        return this;
    }

    String text(int code) {
        String text = texts.get(code);
        return text != null ? text : prefix + code;
    }

    /** The number of a mnemonic or of PREFIXn with n up to 65535; -1 for another text. */
    int code(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        Integer known = codes.get(upper);
        if (known != null) {
            return known;
        }
        if (!upper.startsWith(prefix) || upper.length() == prefix.length() || upper.length() > prefix.length() + 5) {
            return -1;
        }
        int code = 0;
        for (int at = prefix.length(); at < upper.length(); at++) {
            char c = upper.charAt(at);
            if (c < '0' || c > '9') {
                return -1;
            }
            code = code * 10 + c - '0';
        }
        return code <= 0xffff ? code : -1;
    }
}
