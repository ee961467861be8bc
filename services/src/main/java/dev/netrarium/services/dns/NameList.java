package dev.netrarium.services.dns;

import java.util.ArrayList;
import java.util.List;

/** A row of domain names as other protocols carry it, such as DHCP's search list (RFC 3397, RFC 8415 §10). */
public final class NameList {
    private NameList() {}

    /**
     * Reads names to the end of the bytes; compression pointers count from the first byte (RFC 3397 §2).
     *
     * @throws MalformedDnsException when the bytes are no such row
     */
    public static List<DomainName> read(byte[] bytes) throws MalformedDnsException {
        List<DomainName> names = new ArrayList<>();
        MessageReader in = new MessageReader(bytes, 0, bytes.length);
        while (!in.atEnd()) {
            names.add(in.name());
        }
        return names;
    }

    /** Writes names one after the other, none compressed. */
    public static byte[] write(List<DomainName> names) {
        byte[] bytes = new byte[names.stream().mapToInt(DomainName::lengthBytes).sum()];
        int at = 0;
        for (DomainName name : names) {
            at = name.writeTo(bytes, at);
        }
        return bytes;
    }
}
