/** The netrarium command. */
module dev.netrarium.cli {
    requires static org.jspecify;
    requires dev.netrarium.wire;
    requires dev.netrarium.stack;
    requires dev.netrarium.world;
    requires dev.netrarium.services;
    requires dev.netrarium.web;
    requires dev.netrarium.sockets;
    requires dev.netrarium.uplink;
    requires dev.netrarium.scenario;
    requires dev.netrarium.internet;
    requires dev.netrarium.drill;
    requires dev.netrarium.bench;
    requires com.fasterxml.jackson.databind;
    requires info.picocli;

    opens dev.netrarium.cli to
            info.picocli;
    opens dev.netrarium.cli.tools to
            info.picocli;
}
