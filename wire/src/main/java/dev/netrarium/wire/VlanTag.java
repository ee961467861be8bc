package dev.netrarium.wire;

/**
 * The 802.1Q tag, which follows a frame's addresses: the tag protocol identifier 0x8100, then priority, drop
 * eligibility and VLAN, then the EtherType of what follows.
 *
 * @param priority 0 to 7
 * @param vlan 0 to 4095; 0 carries a priority only
 * @param etherType of the payload
 */
public record VlanTag(int priority, boolean dropEligible, int vlan, int etherType) {
    public static final int CONTROL = 0;
    public static final int TYPE = 2;
    /** Bytes from the tag control information to the payload. */
    public static final int BYTES = 4;

    public VlanTag {
        if (priority < 0 || priority > 7 || vlan < 0 || vlan > 4095) {
            throw new IllegalArgumentException("priorities are 0 to 7 and VLANs 0 to 4095: " + priority + ", " + vlan);
        }
    }

    /** Reads the four bytes after the identifier 0x8100, that is, those at offset 14 of the frame. */
    public static VlanTag parse(byte[] b, int at, int end) {
        MalformedPacketException.requireBytes("802.1Q tag", b, at, end, BYTES);
        int control = BigEndian.u16(b, at + CONTROL);
        return new VlanTag(control >>> 13, (control & 0x1000) != 0, control & 0xfff, BigEndian.u16(b, at + TYPE));
    }

    public void writeTo(byte[] b, int at) {
        BigEndian.put16(b, at + CONTROL, priority << 13 | (dropEligible ? 0x1000 : 0) | vlan);
        BigEndian.put16(b, at + TYPE, etherType);
    }
}
