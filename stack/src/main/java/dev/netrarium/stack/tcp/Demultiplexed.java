package dev.netrarium.stack.tcp;

/** What a segment can be for, once both endpoints are known: each stands in the {@link ConnectionTable}. */
sealed interface Demultiplexed permits TcpConnection, HalfOpen, TimeWait {
    FourTuple tuple();
}
