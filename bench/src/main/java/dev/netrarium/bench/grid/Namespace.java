package dev.netrarium.bench.grid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A network namespace of the kernel: one Linux host of the grid's own. */
final class Namespace implements AutoCloseable {
    private final String name;

    Namespace(String name) {
        this.name = name;
        SystemCommand.require(List.of("ip", "netns", "add", name));
        try {
            require("ip", "link", "set", "lo", "up");
            // What one transfer learned of the path must not help the next; no multicast chatter beside it.
            setting("net.ipv4.tcp_no_metrics_save", "1");
            setting("net.ipv6.conf.all.disable_ipv6", "1");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Takes a device from our namespace and brings it up with an address. */
    void adopt(String device, String address) {
        SystemCommand.require(List.of("ip", "link", "set", device, "netns", name));
        require("ip", "addr", "add", address, "dev", device);
        // A busy machine lets our side wait: the kernel's queue must not drop meanwhile.
        require("ip", "link", "set", device, "txqueuelen", "20000", "up");
    }

    /** Starts a program inside. */
    SystemCommand start(String... command) throws IOException {
        return new SystemCommand(inside(command));
    }

    private void setting(String key, String value) {
        require("sysctl", "-qw", key + "=" + value);
    }

    private void require(String... command) {
        SystemCommand.require(inside(command));
    }

    private List<String> inside(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(command));
        return all;
    }

    @Override
    public void close() {
        SystemCommand.require(List.of("ip", "netns", "del", name));
    }
}
