package dev.netrarium.stack;

import dev.netrarium.wire.ArpPacket;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.EthernetHeader;
import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.Icmpv6Message;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Address;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/** A few hosts on wires that every frame reaches the end of after a millisecond, in virtual time. */
final class SmallWorld {
    static final long MILLISECOND = 1_000_000L;
    static final long SECOND = 1_000_000_000L;

    final PacketPool pool = new PacketPool();
    final List<Host> hosts = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    private final PriorityQueue<Arrival> underWay =
            new PriorityQueue<>(Comparator.<Arrival>comparingLong(a -> a.at).thenComparingLong(a -> a.order));
    private long now;
    private long order;
    private int macs;

    private record Arrival(long at, long order, Wire on, Plug to, Packet frame) {}

    /** A cable or hub: what one says all others hear. */
    final class Wire {
        final List<Plug> plugs = new ArrayList<>();
        final List<String> frames = new ArrayList<>();
        Predicate<Packet> loses = frame -> false;
        boolean connected = true;
        boolean recording = true;
    }

    /** The end of a wire at an interface. */
    final class Plug implements LinkPort {
        final Wire wire;
        NetInterface of;
        boolean busy;

        Plug(Wire wire) {
            this.wire = wire;
        }

        @Override
        public void attached(NetInterface to) {
            of = to;
            wire.plugs.add(this);
        }

        @Override
        public boolean transmit(long at, Packet frame) {
            if (busy) {
                return false;
            }
            if (wire.recording) {
                wire.frames.add(of.host().name() + ": " + text(frame));
            }
            boolean lost = !wire.connected || wire.loses.test(frame);
            Plug last = null;
            for (Plug other : wire.plugs) {
                if (other != this && !lost) {
                    if (last != null) {
                        underWay.add(new Arrival(at + MILLISECOND, order++, wire, last, frame.copy()));
                    }
                    last = other;
                }
            }
            if (last == null) {
                frame.release();
            } else {
                underWay.add(new Arrival(at + MILLISECOND, order++, wire, last, frame));
            }
            return true;
        }
    }

    Host host(String name) {
        Host host = new Host(name, 42, pool);
        hosts.add(host);
        return host;
    }

    Host router(String name) {
        Host host = host(name);
        host.sysctl().set("net.ipv4.ip_forward", "1");
        host.sysctl().set("net.ipv6.conf.all.forwarding", "1");
        return host;
    }

    Wire wire() {
        return new Wire();
    }

    /** Plugs a host in, with MTU 1500. */
    NetInterface join(Host host, Wire wire, String... addresses) {
        return join(host, wire, 1500, addresses);
    }

    NetInterface join(Host host, Wire wire, int mtuBytes, String... addresses) {
        String name = "eth" + (host.interfaces().size() - 1);
        NetInterface fresh =
                host.addEthernet(name, new MacAddress(0x0200_0000_0000L + ++macs), mtuBytes, new Plug(wire));
        for (String address : addresses) {
            fresh.add(now, InterfaceAddress.of(address));
        }
        return fresh;
    }

    static void route(Host host, String destination, String gateway) {
        host.routes().add(Route.via(IpPrefix.of(destination), IpAddress.of(gateway)));
    }

    void observe(Host host) {
        host.observe((at, event) -> events.add(host.name() + ": " + event));
    }

    long now() {
        return now;
    }

    /** Finishes what a command has left to do. */
    void settle() {
        hosts.forEach(host -> host.run(now));
    }

    /** Lets time pass. */
    void pass(Duration time) {
        settle();
        long until = now + time.toNanos();
        while (true) {
            long next = underWay.isEmpty() ? Timer.NEVER : underWay.peek().at;
            for (Host host : hosts) {
                next = Math.min(next, host.nextTimeout());
            }
            if (next > until) {
                break;
            }
            now = Math.max(now, next);
            for (Host host : hosts) {
                if (host.nextTimeout() <= now) {
                    host.onTimeout(now);
                    host.run(now);
                }
            }
            while (!underWay.isEmpty() && underWay.peek().at <= now) {
                Arrival arrival = underWay.poll();
                arrival.to.of.receive(now, arrival.frame);
                arrival.to.of.host().run(now);
            }
        }
        now = until;
    }

    /** Everything stands still: nothing on the wires, and every packet back in the pool. */
    boolean isQuiet() {
        return underWay.isEmpty() && pool.outstanding() == 0;
    }

    /** A frame in a few words. */
    static String text(Packet frame) {
        byte[] b = frame.bytes;
        int at = frame.start;
        boolean broadcast = EthernetHeader.destination(b, at) == 0xffff_ffff_ffffL;
        int type = EthernetHeader.etherType(b, at);
        int body = at + EthernetHeader.BYTES;
        String words = switch (type) {
            case EtherType.ARP -> arp(b, body);
            case EtherType.IPV4 -> ipv4(b, body);
            case EtherType.IPV6 -> ipv6(b, body);
            default -> EtherType.name(type);
        };
        return broadcast ? words + " to all" : words;
    }

    private static String arp(byte[] b, int at) {
        Ipv4Address target = new Ipv4Address(ArpPacket.targetIp(b, at));
        Ipv4Address sender = new Ipv4Address(ArpPacket.senderIp(b, at));
        return ArpPacket.operation(b, at) == ArpPacket.REQUEST
                ? "who has " + target + "? tell " + sender
                : sender + " is here";
    }

    private static String ipv4(byte[] b, int at) {
        String ends = new Ipv4Address(Ipv4Header.source(b, at)) + ">" + new Ipv4Address(Ipv4Header.destination(b, at));
        String ttl = " ttl " + Ipv4Header.timeToLive(b, at);
        if (Ipv4Header.isFragment(b, at)) {
            int offset = Ipv4Header.fragmentOffsetBytes(b, at);
            int length = Ipv4Header.totalLength(b, at) - Ipv4Header.headerBytes(b, at);
            return ends + " fragment " + offset + "+" + length + (Ipv4Header.moreFragments(b, at) ? " more" : " last");
        }
        int protocol = Ipv4Header.protocol(b, at);
        if (protocol != IpProtocol.ICMP) {
            return ends + " " + IpProtocol.name(protocol) + ttl;
        }
        int icmp = at + Ipv4Header.headerBytes(b, at);
        return ends
                + switch (Icmpv4Message.type(b, icmp)) {
                    case Icmpv4Message.ECHO_REQUEST -> " echo request";
                    case Icmpv4Message.ECHO_REPLY -> " echo reply";
                    default -> " icmp " + Icmpv4Message.type(b, icmp) + "/" + Icmpv4Message.code(b, icmp);
                }
                + ttl;
    }

    private static String ipv6(byte[] b, int at) {
        String ends =
                Ipv6Address.read(b, at + Ipv6Header.SOURCE) + ">" + Ipv6Address.read(b, at + Ipv6Header.DESTINATION);
        int next = Ipv6Header.nextHeader(b, at);
        int icmp = at + Ipv6Header.BYTES;
        if (next == IpProtocol.FRAGMENT) {
            int offset = BigEndian.u16(b, icmp + 2) & 0xfff8;
            return ends + " fragment " + offset + "+" + (Ipv6Header.payloadLength(b, at) - 8);
        }
        if (next != IpProtocol.ICMPV6) {
            return ends + " " + IpProtocol.name(next);
        }
        Ipv6Address target = Ipv6Address.read(b, icmp + Icmpv6Message.TARGET);
        return switch (Icmpv6Message.type(b, icmp)) {
            case Icmpv6Message.NEIGHBOUR_SOLICITATION -> "who has " + target + "?";
            case Icmpv6Message.NEIGHBOUR_ADVERTISEMENT -> target + " is here";
            case Icmpv6Message.ECHO_REQUEST -> ends + " echo request hops " + Ipv6Header.hopLimit(b, at);
            case Icmpv6Message.ECHO_REPLY -> ends + " echo reply hops " + Ipv6Header.hopLimit(b, at);
            default -> ends + " icmp " + Icmpv6Message.type(b, icmp) + "/" + Icmpv6Message.code(b, icmp);
        };
    }
}
