/** One host of the TCP/IP suite as pure state machines. */
module dev.netrarium.stack {
    requires static org.jspecify;
    requires static jdk.jfr;
    requires transitive dev.netrarium.wire;

    exports dev.netrarium.stack;
    exports dev.netrarium.stack.rig;
    exports dev.netrarium.stack.calls;
    exports dev.netrarium.stack.nat;
    exports dev.netrarium.stack.sockets;
    exports dev.netrarium.stack.tcp;
    exports dev.netrarium.stack.udp;
}
