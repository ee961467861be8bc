/** Runs packetdrill scripts against a host in virtual time, or against whatever else implements a system under test. */
module dev.netrarium.drill {
    requires static org.jspecify;
    requires transitive dev.netrarium.stack;

    exports dev.netrarium.drill;
    exports dev.netrarium.drill.system;
}
