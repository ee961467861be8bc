package dev.netrarium.uplink;

import java.io.IOException;

/** A system call failed: which one, what the kernel said, and what may help. */
public final class KernelException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    KernelException(String what, int errno, String advice) {
        super(what + ": " + text(errno) + (advice.isEmpty() ? "" : " (" + advice + ")"));
        this.errno = errno;
    }

    /** Linux's number of the error, positive. */
    public int errno() {
        return errno;
    }

    private static String text(int errno) {
        return switch (errno) {
            case KernelCalls.EPERM -> "Operation not permitted";
            case KernelCalls.ENOENT -> "No such file or directory";
            case KernelCalls.EIO -> "Input/output error";
            case KernelCalls.EACCES -> "Permission denied";
            case KernelCalls.EBUSY -> "Device or resource busy";
            case KernelCalls.ENODEV -> "No such device";
            case KernelCalls.EINVAL -> "Invalid argument";
            default -> "error " + errno;
        };
    }
}
