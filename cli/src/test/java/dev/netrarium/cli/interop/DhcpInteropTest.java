package dev.netrarium.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.services.dhcp.client.ClientState;
import dev.netrarium.services.dhcp.host.ClientDriver;
import dev.netrarium.services.dhcp.host.ServerDriver;
import dev.netrarium.services.dhcp.server.LeaseEntry;
import dev.netrarium.services.dhcp.server.LeaseState;
import dev.netrarium.world.Lan;
import dev.netrarium.world.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Linux's DHCP clients get, renew and release leases of our server, also behind our relay agent; our client gets one of
 * dnsmasq. All of them run inside of the namespace, with scripts that touch nothing but its device.
 */
@Tag("interop")
@Timeout(120)
class DhcpInteropTest {
    private static final long PATIENCE_MILLIS = 20_000;

    private static final String SCRIPT = """
            #!/bin/sh
            # udhcpc names the event in its first argument, dhclient in $reason.
            case "$1$reason" in
              deconfig|RELEASE|EXPIRE|STOP|FAIL)
                ip -4 addr flush dev "$interface" ;;
              bound|renew|BOUND|RENEW|REBIND|REBOOT)
                ip addr replace "${ip:-$new_ip_address}/24" dev "$interface"
                ip route replace default via "${router:-$new_routers}" dev "$interface" ;;
            esac
            exit 0
            """;

    /** The clients, and how each is told to renew and to release. */
    enum Client {
        UDHCPC,
        DHCLIENT,
        DHCPCD
    }

    @TempDir
    Path folder;

    private Path script;

    @BeforeAll
    static void needsPrograms() {
        Lacking.anyOf("ip", "sysctl", "ping", "udhcpc", "dhclient", "dhcpcd", "dnsmasq");
    }

    @BeforeEach
    void writeScript() throws IOException {
        script = folder.resolve("configure");
        Files.writeString(script, SCRIPT);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @EnumSource
    void linuxClientsGetRenewAndReleaseALease(Client which) throws Exception {
        try (KernelAndHost both = new KernelAndHost(false, "10.99.0.80/24")) {
            both.host.start(
                    "dhcp-server",
                    Map.of("pools", "10.99.0.100-10.99.0.150/24", "router", "10.99.0.80", "lease", "12s"));
            getRenewAndRelease(which, both, both.host, "10.99.0.");
        }
    }

    @ParameterizedTest
    @EnumSource
    void alsoBehindOurRelayAgent(Client which) throws Exception {
        try (KernelAndHost both = new KernelAndHost(true, "10.98.0.1/24")) {
            Lan lan = both.world.lan("servers", "198.51.100.0/24");
            both.host.join(lan, "198.51.100.1/24");
            Node server =
                    both.world.host("server").join(lan, "198.51.100.67/24").route("default", "198.51.100.1");
            server.start(
                    "dhcp-server",
                    Map.of("pools", "10.98.0.100-10.98.0.150/24", "router", "10.98.0.1", "lease", "12s"));
            both.host.start("dhcp-relay", Map.of("servers", "198.51.100.67", "interfaces", "eth0"));
            getRenewAndRelease(which, both, server, "10.98.0.");
            assertThat(leases(server).getFirst().circuit().toByteArray())
                    .asString()
                    .isEqualTo("eth0");
        }
    }

    private void getRenewAndRelease(Client which, KernelAndHost both, Node server, String net) throws Exception {
        try (ExternalProgram client = both.kernel.start(command(which, both.kernel.device()))) {
            await(client, () -> address(both).startsWith(net));
            await(client, () -> leased(server));
            LeaseEntry lease = leases(server).getFirst();
            assertThat(address(both)).isEqualTo(lease.address() + "/24");
            assertThat(both.kernel
                            .run(
                                    "ping",
                                    "-q",
                                    "-c",
                                    "2",
                                    "-i",
                                    "0.1",
                                    "-w",
                                    "5",
                                    server.address().toString())
                            .out())
                    .contains("2 received");

            renew(which, both, client);
            await(client, () -> leases(server).getFirst().endsNanos() > lease.endsNanos());
            assertThat(address(both)).isEqualTo(lease.address() + "/24");

            release(which, both, client);
            await(client, () -> leases(server).getFirst().state() == LeaseState.RELEASED);
        }
    }

    private String[] command(Client which, String device) throws IOException {
        return switch (which) {
            case UDHCPC ->
                new String[] {"timeout", "60", "udhcpc", "-f", "-R", "-i", device, "-s", script.toString(), "-T", "1"};
            case DHCLIENT ->
                new String[] {
                    "timeout",
                    "60",
                    "dhclient",
                    "-4",
                    "-d",
                    "-cf",
                    Files.createFile(folder.resolve("dhclient.conf")).toString(),
                    "-lf",
                    folder.resolve("leases").toString(),
                    "-pf",
                    folder.resolve("pid").toString(),
                    "-sf",
                    script.toString(),
                    device
                };
            case DHCPCD ->
                new String[] {
                    "timeout",
                    "60",
                    "dhcpcd",
                    "-4",
                    "-B",
                    "-d",
                    "-A",
                    "-L",
                    "-f",
                    Files.createFile(folder.resolve("dhcpcd.conf")).toString(),
                    "-c",
                    "/bin/true",
                    device
                };
        };
    }

    private static void renew(Client which, KernelAndHost both, ExternalProgram client) throws Exception {
        switch (which) {
            case UDHCPC -> ExternalProgram.require(List.of("kill", "-USR1", childOf(client)));
            case DHCLIENT -> Thread.sleep(100); // by itself, at T1: after 6 s
            case DHCPCD -> both.kernel.require("timeout", "20", "dhcpcd", "-4", "-n", both.kernel.device());
        }
    }

    private void release(Client which, KernelAndHost both, ExternalProgram client) throws Exception {
        switch (which) {
            case UDHCPC -> ExternalProgram.require(List.of("kill", "-TERM", childOf(client)));
            case DHCLIENT ->
                both.kernel.require(
                        "timeout",
                        "20",
                        "dhclient",
                        "-4",
                        "-r",
                        "-lf",
                        folder.resolve("leases").toString(),
                        "-pf",
                        folder.resolve("pid").toString(),
                        "-sf",
                        script.toString(),
                        both.kernel.device());
            case DHCPCD -> both.kernel.require("timeout", "20", "dhcpcd", "-4", "-k", both.kernel.device());
        }
    }

    /** The client itself: what was started is its time-out. */
    private static String childOf(ExternalProgram client) {
        return Long.toString(ProcessHandle.of(client.pid())
                .flatMap(timeout -> timeout.children().findFirst())
                .orElseThrow()
                .pid());
    }

    @Test
    void ourClientGetsRenewsAndReleasesALeaseOfDnsmasq() throws Exception {
        Path leases = folder.resolve("dnsmasq.leases");
        try (KernelAndHost both = new KernelAndHost(false, "", "10.99.0.1/24")) {
            List<String> command = new ArrayList<>(List.of(
                    "timeout",
                    "100",
                    "dnsmasq",
                    "--no-daemon",
                    "--conf-file=/dev/null",
                    "--no-resolv",
                    "--no-hosts",
                    "--port=0",
                    "--user=root",
                    "--pid-file=",
                    "--bind-interfaces",
                    "--dhcp-authoritative",
                    "--interface=" + both.kernel.device(),
                    "--dhcp-range=10.99.0.100,10.99.0.150,2m",
                    "--dhcp-option=option:dns-server,10.99.0.53",
                    "--dhcp-option=option:domain-search,example.com,example.org",
                    "--dhcp-option=option:classless-static-route,0.0.0.0/0,10.99.0.1,10.50.0.0/16,10.99.0.7",
                    "--dhcp-option=option:mtu,1400",
                    "--dhcp-leasefile=" + leases));
            ExternalProgram dnsmasq = both.kernel.serve(command.toArray(String[]::new));
            await(dnsmasq, () -> dnsmasq.said().contains("DHCP, IP range"));
            both.host.start("dhcp-client", Map.of("host-name", "netrarium"));
            await(dnsmasq, () -> state(both.host) == ClientState.BOUND);

            String address = both.host.address().toString();
            assertThat(Files.readString(leases)).contains(address + " netrarium");
            assertThat(both.host.port("eth0").networkInterface().mtuBytes()).isEqualTo(1400);
            assertThat(both.host.host().routes().list().toString())
                    .contains("default via 10.99.0.1 dev eth0", "10.50.0.0/16 via 10.99.0.7 dev eth0");
            assertThat(both.kernel
                            .run("ping", "-q", "-c", "2", "-i", "0.1", "-w", "5", address)
                            .out())
                    .contains("2 received");

            client(both.host).renew();
            await(dnsmasq, () -> dnsmasq.said().split("DHCPACK", -1).length > 2);
            await(
                    dnsmasq,
                    () -> state(both.host) == ClientState.BOUND); // dnsmasq says that it has sent, not that we have it

            client(both.host).release();
            await(dnsmasq, () -> dnsmasq.said().contains("DHCPRELEASE"));
            await(dnsmasq, () -> !Files.readString(leases).contains(address));
            assertThat(both.host.addresses()).isEmpty();
        }
    }

    private static ClientDriver client(Node host) {
        return ask(host, () -> host.host().published().of(ClientDriver.class).getFirst());
    }

    private static ClientState state(Node host) {
        return ask(
                host,
                () -> host.host().published().of(ClientDriver.class).stream()
                        .map(driver -> driver.core().state())
                        .findFirst()
                        .orElse(ClientState.STOPPED));
    }

    private static boolean leased(Node server) {
        return leases(server).stream().anyMatch(each -> each.state() == LeaseState.LEASED);
    }

    private static List<LeaseEntry> leases(Node server) {
        return ask(
                server,
                () -> server.host().published().of(ServerDriver.class).stream()
                        .flatMap(driver ->
                                driver.core().leases(server.sockets().loop().now()).stream())
                        .toList());
    }

    private static <T> T ask(Node node, java.util.function.Supplier<T> question) {
        node.sockets().loop().enter();
        try {
            return question.get();
        } finally {
            node.sockets().loop().leave();
        }
    }

    /** The kernel's IPv4 address on the device with its prefix length, "" while it has none. */
    private static String address(KernelAndHost both) throws IOException, InterruptedException {
        String[] words = both.kernel
                .require("ip", "-4", "-br", "addr", "show", "dev", both.kernel.device())
                .strip()
                .split("\\s+");
        return words.length > 2 ? words[2] : "";
    }

    private static void await(ExternalProgram about, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("that never came; the program said: " + about.said());
            }
            Thread.sleep(50);
        }
    }
}
