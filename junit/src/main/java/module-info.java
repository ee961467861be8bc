/** The JUnit extension. */
module dev.netrarium.junit {
    requires static org.jspecify;
    requires transitive dev.netrarium.internet;
    requires transitive dev.netrarium.scenario;
    requires transitive dev.netrarium.sockets;
    requires transitive org.junit.jupiter.api;
    requires org.junit.platform.commons;

    exports dev.netrarium.junit;
}
