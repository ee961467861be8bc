package dev.netrarium.stack.tcp;

/** What can go wrong with a TCP endpoint: Linux's errno name, its number on x86 and ARM, and the kernel's sentence. */
public enum TcpError {
    CONNECTION_REFUSED("ECONNREFUSED", 111, "Connection refused"),
    CONNECTION_RESET("ECONNRESET", 104, "Connection reset by peer"),
    CONNECTION_ABORTED("ECONNABORTED", 103, "Software caused connection abort"),
    TIMED_OUT("ETIMEDOUT", 110, "Connection timed out"),
    NETWORK_UNREACHABLE("ENETUNREACH", 101, "Network is unreachable"),
    HOST_UNREACHABLE("EHOSTUNREACH", 113, "No route to host"),
    PROTOCOL_UNREACHABLE("ENOPROTOOPT", 92, "Protocol not available"),
    NETWORK_DOWN("ENETDOWN", 100, "Network is down"),
    PROTOCOL_ERROR("EPROTO", 71, "Protocol error"),
    MESSAGE_SIZE("EMSGSIZE", 90, "Message too long"),
    BROKEN_PIPE("EPIPE", 32, "Broken pipe"),
    NOT_CONNECTED("ENOTCONN", 107, "Transport endpoint is not connected"),
    ALREADY_CONNECTED("EISCONN", 106, "Transport endpoint is already connected"),
    ADDRESS_IN_USE("EADDRINUSE", 98, "Address already in use"),
    ADDRESS_NOT_AVAILABLE("EADDRNOTAVAIL", 99, "Cannot assign requested address"),
    PERMISSION_DENIED("EACCES", 13, "Permission denied"),
    NO_BUFFER_SPACE("ENOBUFS", 105, "No buffer space available"),
    INVALID_ARGUMENT("EINVAL", 22, "Invalid argument");

    private final String errno;
    private final int number;
    private final String sentence;

    TcpError(String errno, int number, String sentence) {
        this.errno = errno;
        this.number = number;
        this.sentence = sentence;
    }

    /** The symbol of errno.h. */
    public String errno() {
        return errno;
    }

    /** The number of errno.h. */
    public int number() {
        return number;
    }

    /** As strerror(3) says it. */
    public String sentence() {
        return sentence;
    }
}
