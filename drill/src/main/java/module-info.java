/** Runs packetdrill scripts against one host in virtual time. */
module dev.netrarium.drill {
    requires static org.jspecify;
    requires transitive dev.netrarium.stack;

    exports dev.netrarium.drill;
}
