package dev.netrarium.cli.tools;

import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a tool is told to talk to, found: an address given as such, a link-local one with its zone ({@code
 * fe80::1%eth0}), or a name's.
 *
 * @param text as the user wrote it
 * @param numeric true when an address was given
 * @param interfaceIndex of the zone, or 0
 */
record Target(String text, IpAddress address, boolean numeric, String zone, int interfaceIndex) {
    /**
     * Finds the addresses.
     *
     * @param family only addresses of this family; null for both
     * @throws UnknownHostException with the C library's words, without the name
     */
    static List<Target> find(ToolContext context, String text, @Nullable IpFamily family)
            throws UnknownHostException, InterruptedException {
        int percent = text.indexOf('%');
        String host = percent < 0 ? text : text.substring(0, percent);
        String zone = percent < 0 ? "" : text.substring(percent + 1);
        int index =
                zone.isEmpty() ? 0 : context.ask(() -> context.host().network().interfaceIndex(zone));
        if (!zone.isEmpty() && index == 0) {
            throw new UnknownHostException("No such device");
        }
        IpAddress given = literal(host);
        if (given != null) {
            if (family != null && given.family() != family) {
                throw new UnknownHostException("Address family for hostname not supported");
            }
            return List.of(new Target(text, given, true, zone, index));
        }
        List<Target> found = new ArrayList<>();
        for (IpAddress address : lookUp(context, host)) {
            if (family == null || address.family() == family) {
                found.add(new Target(text, address, false, zone, index));
            }
        }
        if (found.isEmpty()) {
            throw new UnknownHostException(
                    family == null
                            ? "No address associated with hostname"
                            : "Address family for hostname not supported");
        }
        return found;
    }

    /** The family that {@code -4} and {@code -6} ask for, or null. */
    static @Nullable IpFamily family(boolean four, boolean six) {
        return four == six ? null : four ? IpFamily.IPV4 : IpFamily.IPV6;
    }

    /** An address, or null when the text is a name. */
    static @Nullable IpAddress literal(String text) {
        boolean mayBe = text.indexOf(':') >= 0
                || (text.indexOf('.') > 0 && text.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9'));
        if (!mayBe) {
            return null;
        }
        try {
            return IpAddress.of(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static List<IpAddress> lookUp(ToolContext context, String name)
            throws UnknownHostException, InterruptedException {
        try {
            return context.names().find(name);
        } catch (UnknownHostException e) {
            String words = String.valueOf(e.getMessage());
            if (words.startsWith(name + ": ")) {
                words = words.substring(name.length() + 2);
            }
            int reason = words.indexOf(" (");
            UnknownHostException bare = new UnknownHostException(reason < 0 ? words : words.substring(0, reason));
            bare.initCause(e);
            throw bare;
        }
    }
}
