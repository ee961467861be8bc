/** The JDK's socket faces over a Netrarium host. */
module dev.netrarium.sockets {
    requires static org.jspecify;
    requires jdk.net;
    requires transitive dev.netrarium.stack;
    requires transitive dev.netrarium.services;

    exports dev.netrarium.sockets;
}
