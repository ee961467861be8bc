package dev.netrarium.stack;

/** Why a packet was dropped. Every path that drops names one, and each is counted under a Linux MIB name. */
public enum DropReason {
    LINK_NOT_FOR_US(Mib.LINK_RECEIVE_DROPS, "the frame's destination address is not this interface's"),
    LINK_TRUNCATED(Mib.LINK_RECEIVE_ERRORS, "the frame is shorter than its header"),
    LINK_UNKNOWN_PROTOCOL(Mib.LINK_RECEIVE_DROPS, "no protocol is registered for the EtherType"),
    LINK_DOWN(Mib.LINK_TRANSMIT_DROPS, "the interface is down"),
    EGRESS_QUEUE_FULL(Mib.LINK_TRANSMIT_DROPS, "the egress queue is full"),
    EGRESS_QUEUE_SLOW(Mib.LINK_TRANSMIT_DROPS, "the egress queue held packets for too long"),
    IP_HEADER_MALFORMED(Mib.IP_IN_HEADER_ERRORS, "the IP header is malformed"),
    IP_HEADER_CHECKSUM(Mib.IP_CHECKSUM_ERRORS, "the IPv4 header checksum is wrong"),
    IP_TRUNCATED(Mib.IP_IN_TRUNCATED, "the packet is shorter than its header says"),
    IP_MARTIAN_SOURCE(Mib.IP_IN_ADDRESS_ERRORS, "the source address cannot be a source"),
    IP_MARTIAN_DESTINATION(Mib.IP_IN_ADDRESS_ERRORS, "the destination address cannot come from a wire"),
    IP_SOURCE_ROUTE(Mib.IP_IN_DISCARDS, "it names its own route, and source routes are refused"),
    IP_NOT_FOR_US(Mib.IP_IN_ADDRESS_ERRORS, "the destination is another host, and forwarding is off"),
    IP_NO_ROUTE(Mib.IP_OUT_NO_ROUTES, "no route to the destination"),
    IP_TTL_EXCEEDED(Mib.IP_IN_HEADER_ERRORS, "the TTL or hop limit ran out"),
    IP_TOO_BIG(Mib.IP_FRAGMENT_FAILS, "larger than the next link's MTU and not to be fragmented"),
    IP_UNKNOWN_PROTOCOL(Mib.IP_IN_UNKNOWN_PROTOCOLS, "no protocol is registered for the IP protocol number"),
    IP_REASSEMBLY_FAILED(Mib.IP_REASSEMBLY_FAILS, "the fragment overlaps, overflows, or finds no room"),
    IP_REASSEMBLY_DUPLICATE(Mib.IP_IN_DISCARDS, "the fragment has come before"),
    IP_REASSEMBLY_TIMEOUT(Mib.IP_REASSEMBLY_TIMEOUTS, "not all fragments came in time"),
    NEIGHBOUR_PENDING_FULL(Mib.NEIGHBOUR_QUEUE_DROPS, "too many packets wait for this link address"),
    NEIGHBOUR_UNREACHABLE(Mib.NEIGHBOUR_QUEUE_DROPS, "the next hop does not answer"),
    NEIGHBOUR_TABLE_FULL(Mib.NEIGHBOUR_TABLE_FULL, "the neighbour table is full"),
    NEIGHBOUR_MALFORMED(Mib.LINK_RECEIVE_ERRORS, "the ARP or NDP message is malformed"),
    ICMP_MALFORMED(Mib.ICMP_IN_ERRORS, "the ICMP message is malformed"),
    ICMP_IGNORED(Mib.ICMP_IN_IGNORED, "an ICMP message that this host takes no notice of"),
    ICMP_CHECKSUM(Mib.ICMP_IN_CHECKSUM_ERRORS, "the ICMP checksum is wrong"),
    FILTER(Mib.FILTER_DROPS, "a filter rule says drop"),
    CONNTRACK_INVALID(Mib.CONNTRACK_INVALID, "it belongs to no connection and starts none"),
    CONNTRACK_TABLE_FULL(Mib.CONNTRACK_DROPS, "the connection-tracking table is full"),
    NAT_NO_PORT(Mib.CONNTRACK_DROPS, "NAT has no free port for it"),
    UDP_MALFORMED(Mib.UDP_IN_ERRORS, "the UDP header is malformed"),
    UDP_CHECKSUM(Mib.UDP_CHECKSUM_ERRORS, "the UDP checksum is wrong"),
    UDP_NO_PORT(Mib.UDP_NO_PORTS, "nobody listens on the UDP port"),
    UDP_RECEIVE_BUFFER_FULL(Mib.UDP_RECEIVE_BUFFER_ERRORS, "the socket's receive buffer is full"),
    RAW_RECEIVE_BUFFER_FULL(Mib.IP_IN_DISCARDS, "the raw or packet socket's receive buffer is full"),
    TCP_MALFORMED(Mib.TCP_IN_ERRORS, "the TCP header is malformed"),
    TCP_CHECKSUM(Mib.TCP_CHECKSUM_ERRORS, "the TCP checksum is wrong"),
    TCP_NO_SOCKET(Mib.TCP_IN_ERRORS, "no connection and no listener for the segment"),
    TCP_OUTSIDE_WINDOW(Mib.TCP_RECEIVE_DROPS, "the segment lies outside the receive window"),
    TCP_PAWS(Mib.TCP_PAWS_DROPS, "the timestamp is older than one seen (PAWS)"),
    TCP_BAD_FLAGS(Mib.TCP_IN_ERRORS, "the flags make no sense in this state"),
    TCP_BAD_ACK(Mib.TCP_IN_ERRORS, "it acknowledges what was never sent"),
    TCP_SYN_QUEUE_FULL(Mib.TCP_REQUEST_QUEUE_DROPS, "the listener's SYN queue is full"),
    TCP_DEFERRED(Mib.TCP_DEFER_ACCEPT_DROPS, "the listener waits for data, not for a bare ACK"),
    TCP_ACCEPT_QUEUE_FULL(Mib.TCP_LISTEN_OVERFLOWS, "the listener's accept queue is full"),
    TCP_RECEIVE_BUFFER_FULL(Mib.TCP_RECEIVE_DROPS, "the socket's receive buffer is full"),
    TCP_OUT_OF_ORDER_FULL(Mib.TCP_OUT_OF_ORDER_DROPS, "the out-of-order queue is full"),
    TCP_MEMORY(Mib.TCP_RECEIVE_DROPS, "the host's TCP memory is used up"),
    TCP_CLOSED(Mib.TCP_IN_ERRORS, "data came for a socket that nobody can read any more");

    private final Mib counter;
    private final String sentence;

    DropReason(Mib counter, String sentence) {
        this.counter = counter;
        this.sentence = sentence;
    }

    /** The counter that it adds to. */
    public Mib counter() {
        return counter;
    }

    /** For people. */
    public String sentence() {
        return sentence;
    }
}
