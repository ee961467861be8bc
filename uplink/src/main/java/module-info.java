/** The real network: TUN/TAP by the foreign-function API. The only room with native access. */
module dev.netrarium.uplink {
    requires static org.jspecify;
    requires transitive dev.netrarium.stack;

    exports dev.netrarium.uplink;
}
