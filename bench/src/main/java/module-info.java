/** Side-by-side benchmarks. */
module dev.netrarium.bench {
    requires static org.jspecify;
    requires transitive dev.netrarium.world;
    requires transitive dev.netrarium.sockets;
    requires transitive dev.netrarium.internet;
    requires java.management;
    requires jdk.management;

    exports dev.netrarium.bench;
}
