package dev.netrarium.drill;

import dev.netrarium.drill.script.Script;
import dev.netrarium.drill.system.TestLink;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;

/**
 * The options of a script, {@code --name=value}, and what holds without them. IPv6 runs have an MTU 20 bytes larger, so
 * that the MSS is the same in both families.
 */
final class Settings {
    private static final long NANOS_PER_MICRO = 1000;
    private static final long MOST_MICROS = 1_000_000_000L;
    private static final int LEAST_MTU_BYTES = 68;
    private static final int MOST_MTU_BYTES = 65_535;

    final IpVersion version;
    long toleranceNanos = 4000 * NANOS_PER_MICRO;

    /** Share of the time since the event before, in thousandths. */
    long tolerancePerMille = 125;

    int mtuBytes;
    int bindPort = 8080;
    int connectPort = 8080;
    long timestampTickMicros;
    boolean scalesTimestamps;
    boolean strictSegments;
    InterfaceAddress local;
    IpAddress remote;
    String initScripts = "";
    boolean packetsAreFatal = true;
    boolean callsAreFatal = true;

    private Settings(IpVersion version) {
        this.version = version;
        boolean v6 = version.hasIpv6Packets();
        mtuBytes = v6 ? 1520 : 1500;
        local = InterfaceAddress.of(v6 ? "fd3d:0a0b:17d6::1/48" : "192.168.0.1/16");
        remote = IpAddress.of(v6 ? "fd3d:fa7b:d17d::1" : "192.0.2.1");
    }

    static Settings of(Script script, IpVersion version) throws Failure {
        Settings settings = new Settings(version);
        for (Script.Option option : script.options()) {
            try {
                settings.apply(option);
            } catch (IllegalArgumentException e) {
                throw Failure.of("line " + option.at().line() + ": --" + option.name() + "=" + option.value() + ": "
                        + e.getMessage());
            }
        }
        return settings;
    }

    private void apply(Script.Option option) throws Failure {
        String value = option.value();
        IpFamily family = local.address().family();
        switch (option.name()) {
            case "tolerance_usecs" -> toleranceNanos = number(value, 0, MOST_MICROS) * NANOS_PER_MICRO;
            case "tolerance_percent" -> tolerancePerMille = (long) (Double.parseDouble(value) * 10);
            case "mtu" -> mtuBytes = (int) number(value, LEAST_MTU_BYTES, MOST_MTU_BYTES);
            case "mss" ->
                mtuBytes =
                        (int) number(value, LEAST_MTU_BYTES, MOST_MTU_BYTES - 60) + (family == IpFamily.IPV4 ? 40 : 60);
            case "bind_port" -> bindPort = (int) number(value, 1, 65_535);
            case "connect_port" -> connectPort = (int) number(value, 1, 65_535);
            case "tcp_ts_tick_usecs" -> timestampTickMicros = number(value, 0, MOST_MICROS);
            case "tcp_ts_ecr_scaled" -> scalesTimestamps = true;
            case "strict_segments" -> strictSegments = true;
            case "local_ip" -> local = new InterfaceAddress(address(value), local.prefixLength());
            case "remote_ip" -> remote = address(value);
            case "init_scripts" -> initScripts = value;
            case "non_fatal" -> {
                packetsAreFatal = !value.contains("packet");
                callsAreFatal = !value.contains("syscall");
            }
            case "ip_version" -> {
                if (IpVersion.named(value) == null) {
                    throw new IllegalArgumentException("want ipv4, ipv6 or ipv4-mapped-ipv6");
                }
            }
            case "code_sockopt" -> {
                if (!value.isEmpty() && !value.equals("TCP_INFO")) {
                    throw Failure.unsupported("code blocks that see " + value);
                }
            }
            // Definitions are the lexer's; the others mean nothing to a host whose only link leads to the remote.
            case "define", "gateway_ip", "netmask_ip", "send_omit_free" -> {}
            default -> throw Failure.unsupported("option --" + option.name());
        }
    }

    /** The link of the system under test. */
    TestLink link() {
        return new TestLink(mtuBytes, local, remote);
    }

    private IpAddress address(String text) {
        IpAddress address = IpAddress.of(text);
        if (address.family() != local.address().family()) {
            throw new IllegalArgumentException("not an address of " + version);
        }
        return address;
    }

    private static long number(String text, long least, long most) {
        long value = Long.parseLong(text);
        if (value < least || value > most) {
            throw new IllegalArgumentException("want " + least + " to " + most);
        }
        return value;
    }
}
