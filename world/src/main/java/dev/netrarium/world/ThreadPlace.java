package dev.netrarium.world;

/** Where a thread is, for an error text: which call it is in, and which line of the user's code made it. */
final class ThreadPlace {
    private static final String OURS = "dev.netrarium.";

    private ThreadPlace() {}

    /** Such as {@code TcpServerSocket.accept, called at EchoServer.run(EchoServer.java:12)}. */
    static String of(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        String call = "";
        for (StackTraceElement frame : frames) {
            if (isMachinery(frame.getClassName())) {
                call = shortName(frame); // the outermost of these frames is the call that the user made
            } else {
                String line = shortName(frame) + "(" + frame.getFileName() + ":" + frame.getLineNumber() + ")";
                return call.isEmpty() ? line : call + ", called at " + line;
            }
        }
        return call.isEmpty() ? "no Java code" : call;
    }

    private static boolean isMachinery(String type) {
        return type.startsWith(OURS + "world.") && !type.endsWith("Test") && !type.contains("Test$")
                || type.startsWith(OURS + "stack.")
                || type.startsWith(OURS + "sockets.")
                || type.startsWith("java.")
                || type.startsWith("jdk.")
                || type.startsWith("sun.");
    }

    private static String shortName(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName();
    }
}
