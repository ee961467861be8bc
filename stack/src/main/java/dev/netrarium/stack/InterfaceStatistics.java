package dev.netrarium.stack;

/** What went through an interface since it was made, as {@code ip -s link} counts it. */
public record InterfaceStatistics(
        long receivedPackets,
        long receivedBytes,
        long receiveErrors,
        long receiveDrops,
        long sentPackets,
        long sentBytes,
        long sendErrors,
        long sendDrops) {}
