package dev.netrarium.stack;

/** What became of a packet that was handed down. The packet's ownership has passed in every case. */
public enum Transmit {
    /** It is on the wire. */
    SENT,
    /** It waits in the egress queue. */
    QUEUED,
    /** The egress queue was full: local congestion, not loss on the path. The packet was dropped and counted. */
    REFUSED,
    /** No route, no source address, or a hook's verdict stopped it. The packet was dropped and counted. */
    UNREACHABLE
}
