package dev.netrarium.uplink;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/**
 * Network namespaces of the Linux kernel (network_namespaces(7)): stacks of their own, with their own interfaces, routes,
 * knobs and ports.
 */
public final class NetworkNamespace {
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final MethodHandle UNSHARE = KernelCalls.bind("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private NetworkNamespace() {}

    /**
     * Moves the current thread into a fresh namespace, which has nothing but a loopback interface that is down. Threads
     * and processes that it starts from now on belong to it too; it vanishes with the last of them and of their
     * descriptors. The thread must be a platform thread.
     *
     * @throws KernelException when the kernel refuses, with what may help
     * @throws IOException on a system that is not Linux
     */
    public static void enterNew() throws IOException {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            throw new IOException("network namespaces are Linux's; this is " + System.getProperty("os.name"));
        }
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread has no namespace of its own");
        }
        try (Arena arena = Arena.ofConfined()) {
            KernelCalls kernel = new KernelCalls(arena);
            int result;
            try {
                result = kernel.result((int) UNSHARE.invokeExact(kernel.state(), CLONE_NEWNET));
            } catch (Throwable t) {
                throw KernelCalls.unexpected(t);
            }
            if (result < 0) {
                throw new KernelException(
                        "cannot make a network namespace",
                        -result,
                        -result == KernelCalls.EPERM
                                ? "CAP_SYS_ADMIN is needed: run as root, or inside `unshare -rn`"
                                : "");
            }
        }
    }
}
