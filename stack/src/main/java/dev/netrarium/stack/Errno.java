package dev.netrarium.stack;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** The errors of socket calls, with Linux's numbers and the kernel's texts. */
public enum Errno {
    EPERM(1, "Operation not permitted"),
    ENOENT(2, "No such file or directory"),
    EINTR(4, "Interrupted system call"),
    EBADF(9, "Bad file descriptor"),
    EAGAIN(11, "Resource temporarily unavailable"),
    ENOMEM(12, "Cannot allocate memory"),
    EACCES(13, "Permission denied"),
    ENODEV(19, "No such device"),
    EINVAL(22, "Invalid argument"),
    EMFILE(24, "Too many open files"),
    ENOTTY(25, "Inappropriate ioctl for device"),
    EPIPE(32, "Broken pipe"),
    EDESTADDRREQ(89, "Destination address required"),
    EMSGSIZE(90, "Message too long"),
    EPROTOTYPE(91, "Protocol wrong type for socket"),
    ENOPROTOOPT(92, "Protocol not available"),
    EPROTONOSUPPORT(93, "Protocol not supported"),
    ESOCKTNOSUPPORT(94, "Socket type not supported"),
    EOPNOTSUPP(95, "Operation not supported"),
    EAFNOSUPPORT(97, "Address family not supported by protocol"),
    EADDRINUSE(98, "Address already in use"),
    EADDRNOTAVAIL(99, "Cannot assign requested address"),
    ENETDOWN(100, "Network is down"),
    ENETUNREACH(101, "Network is unreachable"),
    ECONNABORTED(103, "Software caused connection abort"),
    ECONNRESET(104, "Connection reset by peer"),
    ENOBUFS(105, "No buffer space available"),
    EISCONN(106, "Transport endpoint is already connected"),
    ENOTCONN(107, "Transport endpoint is not connected"),
    ETIMEDOUT(110, "Connection timed out"),
    ECONNREFUSED(111, "Connection refused"),
    EHOSTUNREACH(113, "No route to host"),
    EALREADY(114, "Operation already in progress"),
    EINPROGRESS(115, "Operation now in progress"),
    EPROTO(71, "Protocol error");

    private final int number;
    private final String text;

    Errno(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** Linux's number for it, positive. */
    public int number() {
        return number;
    }

    /** What {@code strerror} says. */
    public String text() {
        return text;
    }

    /** The exception, of the class and with the text that {@code java.net} uses on Linux for it. */
    public IOException toException() {
        return switch (this) {
            case ECONNREFUSED, ETIMEDOUT, ENOTCONN -> new ConnectException(text);
            case EPROTO -> new ProtocolException(text);
            case EHOSTUNREACH -> new NoRouteToHostException(text);
            case EADDRINUSE, EADDRNOTAVAIL, EACCES -> new BindException(text);
            case ECONNRESET -> new SocketException("Connection reset");
            case EAGAIN -> new SocketTimeoutException("Read timed out");
            default -> new SocketException(text);
        };
    }

    /** As {@link #toException()}, for an error that a connected UDP socket reports. */
    public IOException toDatagramException() {
        return this == ECONNREFUSED ? new PortUnreachableException("ICMP Port Unreachable") : toException();
    }

    /** The error of a path that leads nowhere. */
    public static Errno of(Path.PathError error) {
        return switch (error) {
            case NETWORK_UNREACHABLE -> ENETUNREACH;
            case HOST_UNREACHABLE -> EHOSTUNREACH;
            case PROHIBITED -> EACCES;
            case SOURCE_NOT_LOCAL -> EADDRNOTAVAIL;
            case INTERFACE_DOWN -> ENETDOWN;
        };
    }
}
