/** Benchmarks of the stack and of the world, as a person or a program may start them. */
module dev.netrarium.bench {
    requires static org.jspecify;
    requires java.management;
    requires jdk.management;
    requires transitive dev.netrarium.world;
    requires transitive dev.netrarium.sockets;
    requires transitive dev.netrarium.internet;
    requires dev.netrarium.uplink;

    exports dev.netrarium.bench;
    exports dev.netrarium.bench.grid;
}
