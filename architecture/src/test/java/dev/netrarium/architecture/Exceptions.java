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
                    Forbidden.UNORDERED,
                    "dev.netrarium.stack.rig.RigHost",
                    "paths by destination, looked up and never iterated"),
            new Exception(
                    Forbidden.UNORDERED,
                    "dev.netrarium.world.Addressing",
                    "addresses in use that are looked up and never iterated"),
            new Exception(
                    Forbidden.UNORDERED,
                    "dev.netrarium.world.WorldLoop",
                    "the turn of a host, looked up and never iterated"),
            new Exception(
                    Forbidden.CLOCK, "dev.netrarium.world.World", "a world in real time begins at the calendar's now"),
            new Exception(Forbidden.CLOCK, "dev.netrarium.world.LiveLoop", "real time is what this loop lives in"),
            new Exception(
                    Forbidden.CLOCK,
                    "dev.netrarium.world.VirtualLoop",
                    "how long a closing world waits, in real time, for its programs to end"),
            new Exception(
                    Forbidden.CLOCK,
                    "dev.netrarium.world.TurnWatch",
                    "notices, in real time, a program that blocks where the world cannot see it"),
            new Exception(
                    Forbidden.CLOCK,
                    "dev.netrarium.world.Outsiders",
                    "how long guests have been quiet, in real time, before the world's clock moves on"),
            new Exception(
                    Forbidden.THREAD,
                    "dev.netrarium.world.LiveLoop",
                    "starts the programs of a live world, and the thread that waits"),
            new Exception(
                    Forbidden.THREAD,
                    "dev.netrarium.world.VirtualLoop",
                    "starts the programs of a world and lets one run at a time"),
            new Exception(
                    Forbidden.THREAD,
                    "dev.netrarium.world.TurnWatch",
                    "the watch needs a thread that nothing can block"),
            new Exception(
                    Forbidden.THREAD,
                    "dev.netrarium.world.Participant",
                    "what a program's thread is doing, for errors that name it"),
            new Exception(Forbidden.THREAD, "dev.netrarium.world.Outsiders", "whether a guest's thread has ended"),
            new Exception(
                    Forbidden.THREAD,
                    "dev.netrarium.world.ThreadPlace",
                    "the line where a program stands, for errors that name it"),
            new Exception(Forbidden.LOCK, "dev.netrarium.world.LiveLoop", "the baton"),
            new Exception(Forbidden.LOCK, "dev.netrarium.world.ParkedWait", "the thread of a live loop parks"),
            new Exception(Forbidden.LOCK, "dev.netrarium.world.VirtualLoop", "the baton"),
            new Exception(Forbidden.LOCK, "dev.netrarium.world.TurnWatch", "the watch sleeps until the world stirs"),
            new Exception(Forbidden.THREAD, "dev.netrarium.world.Participants", "whether a guest's thread has ended"),
            new Exception(
                    Forbidden.LOCK,
                    "dev.netrarium.web.client.IdleConnections",
                    "threads of one program share a client; it guards a list, and nothing waits inside"),
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
