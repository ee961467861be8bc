package dev.netrarium.architecture;

import java.util.List;

/**
 * Every exception from {@link Forbidden}, each with its reason: the one list to read in a review. A class stands for
 * itself and the classes nested in it. An exception that nothing needs any more fails the test.
 */
final class Exceptions {

    record Exception(Forbidden rule, String type, String reason) {
        boolean covers(Forbidden used, String typeName) {
            return rule == used && (typeName.equals(type) || typeName.startsWith(type + "$"));
        }
    }

    static final List<Exception> ALL = List.of(
            new Exception(
                    Forbidden.UNORDERED,
                    "dev.netrarium.wire.dissect.PacketDissector",
                    "a registry that is looked up by selector and never iterated"),
            new Exception(
                    Forbidden.CLOCK,
                    "dev.netrarium.web.SocketByteLink",
                    "the edge: HTTP over the kernel's sockets lives in real time"),
            new Exception(
                    Forbidden.KERNEL_SOCKET,
                    "dev.netrarium.web.SocketByteLink",
                    "the edge: HTTP over the kernel's sockets"));

    private Exceptions() {}
}
