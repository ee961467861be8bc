package dev.netrarium.wire;

/**
 * A transport address: an IP address and a port.
 *
 * @param port 0 to 65535; 0 means any
 * @param zone the interface that a link-local address belongs to (RFC 4007), or "" for none
 */
public record Endpoint(IpAddress address, int port, String zone) {
    public Endpoint {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("ports are 0 to 65535: " + port);
        }
    }

    public static Endpoint of(IpAddress address, int port) {
        return new Endpoint(address, port, "");
    }

    /**
     * Parses {@code 192.0.2.1:80} or {@code [fe80::1%eth0]:80}.
     *
     * @throws IllegalArgumentException when the text is neither
     */
    public static Endpoint of(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("no port in \"" + text + "\"");
        }
        String host = text.substring(0, colon);
        String zone = "";
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
            int percent = host.indexOf('%');
            if (percent >= 0) {
                zone = host.substring(percent + 1);
                host = host.substring(0, percent);
            }
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("an IPv6 address with a port needs brackets: \"" + text + "\"");
        }
        String digits = text.substring(colon + 1);
        if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("not a port: \"" + digits + "\" in \"" + text + "\"");
        }
        return new Endpoint(IpAddress.of(host), Integer.parseInt(digits), zone);
    }

    @Override
    public String toString() {
        if (address.family() == IpFamily.IPV4) {
            return address + ":" + port;
        }
        return "[" + address + (zone.isEmpty() ? "" : "%" + zone) + "]:" + port;
    }
}
