package dev.netrarium.cli.interop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A network namespace of the kernel: a Linux host of the test's own, removed at the end. */
final class LinuxPeer implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String namespace;
    private final String device;
    private final List<ExternalProgram> servers = new ArrayList<>();

    LinuxPeer() throws IOException, InterruptedException {
        String unique = ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
        namespace = "netrarium-" + unique;
        device = "nt" + unique;
        ExternalProgram.require(List.of("ip", "netns", "add", namespace));
        try {
            // Not every kernel lets a namespace have every value: what counts is what is there afterwards.
            setting("net.ipv4.tcp_congestion_control", "reno");
            setting("net.ipv6.conf.all.disable_ipv6", "0");
            setting("net.ipv6.conf.default.accept_dad", "0");
            setting("net.ipv4.ping_group_range", "0 0");
            require("ip", "link", "set", "lo", "up");
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The name of the namespace. */
    String namespace() {
        return namespace;
    }

    /** The name that the TAP device is to have. */
    String device() {
        return device;
    }

    /** Sets a sysctl and reads it back. */
    void setting(String name, String value) throws IOException, InterruptedException {
        require("sysctl", "-qw", name + "=" + value);
        String is = require("sysctl", "-n", name).strip().replace('\t', ' ');
        if (!is.equals(value)) {
            throw new IOException(name + " is " + is + " in the namespace, and cannot be set to " + value);
        }
    }

    /** Takes the device from our namespace into this one. */
    void adopt() throws IOException, InterruptedException {
        ExternalProgram.require(List.of("ip", "link", "set", device, "netns", namespace));
    }

    /** Gives the device addresses and brings it up. */
    void configure(String... addresses) throws IOException, InterruptedException {
        for (String address : addresses) {
            List<String> command = new ArrayList<>(List.of("ip", "addr", "add", address, "dev", device));
            if (address.contains(":")) {
                command.add("nodad");
            }
            require(command.toArray(String[]::new));
        }
        require("ip", "link", "set", device, "txqueuelen", "20000", "up");
    }

    /** Runs a program in the namespace to its end. */
    ExternalProgram.Result run(String... command) throws IOException, InterruptedException {
        return ExternalProgram.run(inside(command));
    }

    /** Starts a program in the namespace; whoever started it closes it. */
    ExternalProgram start(String... command) throws IOException {
        return ExternalProgram.start(inside(command));
    }

    /** Starts a program in the namespace that runs until the end. */
    ExternalProgram serve(String... command) throws IOException {
        ExternalProgram server = start(command);
        servers.add(server);
        return server;
    }

    String require(String... command) throws IOException, InterruptedException {
        return ExternalProgram.require(inside(command));
    }

    private List<String> inside(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        return all;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (ExternalProgram server : servers) {
            server.close();
        }
        ExternalProgram.require(List.of("ip", "netns", "del", namespace));
    }
}
