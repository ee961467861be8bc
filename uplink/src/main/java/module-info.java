/** The real network: TUN/TAP by the foreign-function API. */
module dev.netrarium.uplink {
    requires static org.jspecify;
    requires transitive dev.netrarium.stack;
}
