package dev.netrarium.stack.nat;

import dev.netrarium.stack.Hook;
import dev.netrarium.stack.HookPoint;
import dev.netrarium.stack.Host;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.Verdict;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Network address and port translation as a home router does it: what leaves by the outside interface gets that
 * interface's address (masquerade), and answers find their way back; port forwards let outsiders in.
 *
 * <p>Mapping is endpoint-independent, filtering address- and port-dependent (RFC 4787 §5: an inbound packet passes when
 * its very peer was written to). Inbound packets that belong to no flow are not touched: they are for the router.
 * Destinations are changed at prerouting, sources at postrouting. Packets keep their identity and cause.
 */
public final class Napt implements Hook {
    private static final int PRIORITY_DESTINATION = -100; // Linux's NF_IP_PRI_NAT_DST
    private static final int PRIORITY_SOURCE = 100; // Linux's NF_IP_PRI_NAT_SRC

    private final Host host;
    private final NetInterface outside;
    private final Translator translator;

    private Napt(Host host, NetInterface outside, int maxFlows) {
        this.host = host;
        this.outside = outside;
        this.translator = new Translator(
                host.timers(),
                host.random("nat " + outside.name()),
                maxFlows,
                this::outsideAddress,
                (now, event) -> host.network().tell(now, event));
    }

    /** Translates what leaves the host by {@code outside} and what comes back, from now on. */
    public static Napt masquerade(Host host, NetInterface outside) {
        return masquerade(host, outside, ConnectionTracking.DEFAULT_MAX_FLOWS);
    }

    /**
     * As {@link #masquerade(Host, NetInterface)}.
     *
     * @param maxFlows bound of the table
     */
    public static Napt masquerade(Host host, NetInterface outside, int maxFlows) {
        Napt napt = new Napt(host, outside, maxFlows);
        host.hooks().add(HookPoint.PREROUTING, PRIORITY_DESTINATION, napt);
        host.hooks().add(HookPoint.POSTROUTING, PRIORITY_SOURCE, napt);
        return napt;
    }

    /** Stops translating; flows are forgotten. */
    public void remove(long now) {
        host.hooks().remove(HookPoint.PREROUTING, this);
        host.hooks().remove(HookPoint.POSTROUTING, this);
        clear(now);
    }

    /**
     * Forwards a port: what comes for the outside address on it goes to an inside endpoint; also what comes from inside
     * (hairpin, RFC 4787 REQ-9).
     *
     * @param ipProtocol {@link IpProtocol#TCP} or {@link IpProtocol#UDP}
     * @throws IllegalArgumentException for another protocol, or when the inside endpoint is not IPv4
     */
    public void forward(int ipProtocol, int outsidePort, Endpoint inside) {
        if (ipProtocol != IpProtocol.TCP && ipProtocol != IpProtocol.UDP) {
            throw new IllegalArgumentException("only TCP and UDP ports can be forwarded, not protocol " + ipProtocol);
        }
        if (!(inside.address() instanceof Ipv4Address v4)
                || inside.port() == 0
                || outsidePort < 1
                || outsidePort > 65_535) {
            throw new IllegalArgumentException(
                    "want an IPv4 address and ports within 1..65535, not " + outsidePort + " to " + inside);
        }
        translator.forward(ipProtocol, outsidePort, v4.bits(), inside.port());
    }

    /** Ends a port forward; flows that use it go on. */
    public void removeForward(int ipProtocol, int outsidePort) {
        translator.removeForward(ipProtocol, outsidePort);
    }

    /** The translations now, in the order in which they began. */
    public List<NatEntry> entries() {
        return translator.entries();
    }

    /** The flows that are tracked, the host's own with the outside included. */
    public ConnectionTracking tracking() {
        return translator.tracking();
    }

    /** Forgets everything, as a restart does: what comes for the old mappings is not translated any more. */
    public void clear(long now) {
        translator.tracking().clear(now, "the table was cleared");
    }

    @Override
    public boolean needsWholeDatagrams() {
        return true; // only first fragments have ports
    }

    @Override
    public Verdict filter(
            long now, HookPoint at, Packet packet, @Nullable NetInterface in, @Nullable NetInterface out) {
        if ((packet.bytes[packet.network] & 0xf0) != 0x40) {
            return Verdict.ACCEPT;
        }
        return at == HookPoint.PREROUTING
                ? translator.prerouting(now, packet, isOutside(in))
                : translator.postrouting(now, packet, isOutside(out));
    }

    private boolean isOutside(@Nullable NetInterface candidate) {
        return candidate != null && candidate.index() == outside.index();
    }

    private int outsideAddress() {
        for (InterfaceAddress address : outside.addresses()) {
            if (address.address() instanceof Ipv4Address v4) {
                return v4.bits();
            }
        }
        return 0;
    }
}
