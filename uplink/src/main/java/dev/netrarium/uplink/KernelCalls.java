package dev.netrarium.uplink;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The calls of Linux's C library that a device needs, by the foreign-function API. Each returns what the C function
 * returns, or the negative errno. One object per thread: it owns the memory that receives errno.
 */
final class KernelCalls {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int ENODEV = 19;
    static final int EINVAL = 22;

    static final int O_RDWR = 2;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;

    static final int EFD_NONBLOCK = O_NONBLOCK;
    static final int EFD_CLOEXEC = O_CLOEXEC;

    static final short POLLIN = 1;
    static final short POLLOUT = 4;

    /** Bytes of {@code struct pollfd}: the descriptor, the events asked for, the events seen. */
    static final int POLLFD_BYTES = 8;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBC = LINKER.defaultLookup();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_FIELD = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    // open and ioctl are variadic: what follows the named parameters is passed by another convention on some machines.
    private static final MethodHandle OPEN = bind(
            "open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle IOCTL = bind(
            "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle READ =
            bind("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            bind("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle EVENTFD = bind("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle PPOLL =
            bind("ppoll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));

    private final MemorySegment state;
    private final MemorySegment timespec;

    KernelCalls(Arena arena) {
        state = arena.allocate(STATE);
        timespec = arena.allocate(16, 8);
    }

    int open(MemorySegment path, int flags) {
        try {
            return result((int) OPEN.invokeExact(state, path, flags, 0));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    int close(int descriptor) {
        try {
            return result((int) CLOSE.invokeExact(state, descriptor));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    int ioctl(int descriptor, long request, MemorySegment argument) {
        try {
            return result((int) IOCTL.invokeExact(state, descriptor, request, argument));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    int read(int descriptor, MemorySegment into, long length) {
        try {
            return result((int) (long) READ.invokeExact(state, descriptor, into, length));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    int write(int descriptor, MemorySegment from, long length) {
        try {
            return result((int) (long) WRITE.invokeExact(state, descriptor, from, length));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    int eventfd() {
        try {
            return result((int) EVENTFD.invokeExact(state, 0, EFD_NONBLOCK | EFD_CLOEXEC));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Waits for one of the descriptors; {@code nanos} below 0 waits without end. */
    int poll(MemorySegment descriptors, int count, long nanos) {
        MemorySegment timeout = MemorySegment.NULL;
        if (nanos >= 0) {
            timespec.set(JAVA_LONG, 0, nanos / 1_000_000_000L);
            timespec.set(JAVA_LONG, 8, nanos % 1_000_000_000L);
            timeout = timespec;
        }
        try {
            return result((int) PPOLL.invokeExact(state, descriptors, (long) count, timeout, MemorySegment.NULL));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Where a call of another class of this room puts errno. */
    MemorySegment state() {
        return state;
    }

    int result(int returned) {
        return returned >= 0 ? returned : -(int) ERRNO_FIELD.get(state, 0L);
    }

    static MethodHandle bind(String name, FunctionDescriptor signature, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = ERRNO;
        return LINKER.downcallHandle(LIBC.findOrThrow(name), signature, all);
    }

    static IllegalStateException unexpected(Throwable t) {
        return new IllegalStateException("a system call could not be made", t);
    }
}
