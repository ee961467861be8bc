package dev.netrarium.wire.dissect;

import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.util.Locale;

/**
 * The IP packet around a layer.
 *
 * @param lead what stands before it in the packet's line: a packet that this one travels in, or nothing
 * @param missingBytes that its length field promises and the frame does not have, 0 in a sound packet
 * @param unsummable why a checksum above cannot be verified, "" when it can
 */
record Network(IpAddress source, IpAddress destination, String lead, int missingBytes, String unsummable) {
    /** The beginning of tcpdump's line: {@code IP 192.0.2.1 > 192.0.2.2: }. */
    String stem() {
        return lead + family() + source + " > " + destination + ": ";
    }

    /** With ports, as tcpdump writes them: {@code IP 192.0.2.1.1024 > 192.0.2.2.53: }. */
    String stem(int sourcePort, int destinationPort) {
        return lead + family() + source + "." + sourcePort + " > " + destination + "." + destinationPort + ": ";
    }

    private String family() {
        String name = source.family() == IpFamily.IPV4 ? "IP" : "IP6";
        return missingBytes == 0
                ? name + " "
                : name + " truncated-" + name.toLowerCase(Locale.ROOT) + " - " + missingBytes + " bytes missing! ";
    }

    Network unsummable(String reason) {
        return new Network(source, destination, lead, missingBytes, reason);
    }
}
