/** The JDK's socket faces over a Netrarium host. */
module dev.netrarium.sockets {
    requires static org.jspecify;
    requires transitive dev.netrarium.stack;
    requires transitive dev.netrarium.services;
}
