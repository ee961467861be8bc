package dev.netrarium.wire;

/** The two versions of the Internet Protocol. */
public enum IpFamily {
    IPV4(4, 20, 4, EtherType.IPV4),
    IPV6(6, 40, 16, EtherType.IPV6);

    private final int version;
    private final int headerBytes;
    private final int addressBytes;
    private final int etherType;

    IpFamily(int version, int headerBytes, int addressBytes, int etherType) {
        this.version = version;
        this.headerBytes = headerBytes;
        this.addressBytes = addressBytes;
        this.etherType = etherType;
    }

    /** 4 or 6. */
    public int version() {
        return version;
    }

    /** Bytes of the header without options or extension headers. */
    public int headerBytes() {
        return headerBytes;
    }

    public int addressBytes() {
        return addressBytes;
    }

    public int etherType() {
        return etherType;
    }

    /** Bits of an address: the longest prefix. */
    public int maxPrefixLength() {
        return addressBytes * 8;
    }
}
