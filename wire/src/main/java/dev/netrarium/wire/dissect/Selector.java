package dev.netrarium.wire.dissect;

/** For what a {@link Dissector} is asked: a number, and whose number it is. */
public record Selector(Space space, int number) {
    /** Where a protocol's number stands. */
    public enum Space {
        /** The capture says what a frame begins with: {@link dev.netrarium.wire.capture.LinkType}. */
        LINK_TYPE,
        /** {@link dev.netrarium.wire.EtherType}. */
        ETHERTYPE,
        /** {@link dev.netrarium.wire.IpProtocol}, IPv6's next header included. */
        IP_PROTOCOL,
        /** Either port of a UDP datagram. */
        UDP_PORT,
        /** Either port of a TCP segment. */
        TCP_PORT
    }

    public static Selector linkType(int number) {
        return new Selector(Space.LINK_TYPE, number);
    }

    public static Selector etherType(int number) {
        return new Selector(Space.ETHERTYPE, number);
    }

    public static Selector ipProtocol(int number) {
        return new Selector(Space.IP_PROTOCOL, number);
    }

    public static Selector udpPort(int number) {
        return new Selector(Space.UDP_PORT, number);
    }

    public static Selector tcpPort(int number) {
        return new Selector(Space.TCP_PORT, number);
    }
}
