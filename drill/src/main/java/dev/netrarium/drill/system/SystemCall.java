package dev.netrarium.drill.system;

import dev.netrarium.wire.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A socket call, with Linux's numbers. What the kernel writes through pointers is written into the arrays here. A call
 * on a blocking descriptor may last.
 */
public sealed interface SystemCall {
    /** Makes a socket; the result is its descriptor. */
    record Socket(int domain, int type, int protocol) implements SystemCall {}

    record Bind(int fd, Endpoint local) implements SystemCall {}

    record Listen(int fd, int backlog) implements SystemCall {}

    /** The result is the descriptor of the connection. */
    record Accept(int fd, int flags) implements SystemCall {}

    /**
     * Connects.
     *
     * @param remote null for AF_UNSPEC
     */
    record Connect(int fd, @Nullable Endpoint remote) implements SystemCall {}

    /** read, recv, readv and recvmsg. */
    record Receive(int fd, byte[] buffer, int flags) implements SystemCall {}

    /**
     * write, send, sendto, writev and sendmsg.
     *
     * @param to null for the peer
     */
    record Send(int fd, byte[] data, int flags, @Nullable Endpoint to) implements SystemCall {}

    record Shutdown(int fd, int how) implements SystemCall {}

    record Close(int fd) implements SystemCall {}

    record Fcntl(int fd, int command, int argument) implements SystemCall {}

    /**
     * Sets an option.
     *
     * @param value as C has it: numbers are four bytes, little-endian
     */
    record SetOption(int fd, int level, int name, byte[] value) implements SystemCall {}

    /** Asks for an option, which fills the value from its beginning. */
    record GetOption(int fd, int level, int name, byte[] value) implements SystemCall {}

    /** Asks for a number of bytes, such as SIOCINQ's. */
    record Ioctl(int fd, int request, int[] value) implements SystemCall {}

    /**
     * Waits for events.
     *
     * @param seen what has happened, an entry for each descriptor
     * @param millis how long at most; negative for ever
     */
    record Poll(int[] fds, int[] events, int[] seen, long millis) implements SystemCall {}
}
