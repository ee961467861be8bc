package dev.netrarium.services.dhcp;

import dev.netrarium.services.dhcp.client.ClientAction;
import dev.netrarium.services.dhcp.client.ClientSettings;
import dev.netrarium.services.dhcp.client.DhcpClient;
import dev.netrarium.services.dhcp.server.Arrival;
import dev.netrarium.services.dhcp.server.DhcpServer;
import dev.netrarium.services.dhcp.server.LeaseLog;
import dev.netrarium.services.dhcp.server.ServerAction;
import dev.netrarium.services.dhcp.server.ServerSettings;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.Timer;
import dev.netrarium.wire.ArpPacket;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Clients and servers on one link, in virtual time: every message takes a millisecond, and is written to {@link #said} as
 * {@code DISCOVER}, {@code OFFER 192.0.2.10} and so on, whether it is lost or not.
 */
public final class TestLink {
    public static final long MILLISECOND = 1_000_000L;
    public static final long SECOND = 1_000 * MILLISECOND;
    public static final Ipv4Address SERVER = Ipv4Address.of("192.0.2.1");

    private record Event(long at, long order, Runnable what) {}

    private record Place(DhcpServer server, Ipv4Address address) {}

    /** What went over the link, in order. */
    public final List<String> said = new ArrayList<>();

    /** When each of them was sent. */
    public final List<Long> times = new ArrayList<>();

    /** What clients were told to do: {@code configure 192.0.2.10}, {@code deconfigure 192.0.2.10: why}. */
    public final List<String> done = new ArrayList<>();

    /** Hosts that have an address without asking: they answer pings and ARP. */
    public final Map<Ipv4Address, MacAddress> squatters = new LinkedHashMap<>();

    /** Which of {@link #said} are lost. */
    public Predicate<String> lost = text -> false;

    /** True when servers hear nothing. */
    public boolean isSilent;

    public long now;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final List<Place> servers = new ArrayList<>();
    private final List<DhcpClient> clients = new ArrayList<>();
    private long order;

    public DhcpServer server(ServerSettings settings) {
        return server(settings, SERVER, null);
    }

    public DhcpServer server(ServerSettings settings, Ipv4Address address, @Nullable LeaseLog log) {
        DhcpServer server = new DhcpServer(settings, log, RandomStream.of(1, "server" + address, "dhcp"));
        servers.add(new Place(server, address));
        return server;
    }

    public void remove(DhcpServer gone) {
        servers.removeIf(each -> each.server == gone);
    }

    public DhcpClient client(int number, ClientSettings settings) {
        DhcpClient client = new DhcpClient(settings, mac(number), RandomStream.of(1, "client" + number, "dhcp"));
        clients.add(client);
        return client;
    }

    public static MacAddress mac(int number) {
        return new MacAddress(0x0200_0000_0000L + number);
    }

    /** Lets time pass. */
    public void run(Duration time) {
        long end = now + time.toNanos();
        carryOut();
        while (true) {
            long next = next();
            if (next > end) {
                break;
            }
            now = Math.max(now, next);
            while (!events.isEmpty() && events.peek().at <= now) {
                events.remove().what.run();
            }
            for (DhcpClient client : clients) {
                if (client.nextTimeout() <= now) {
                    client.onTimeout(now);
                }
            }
            for (Place place : servers) {
                if (place.server.nextTimeout() <= now) {
                    place.server.onTimeout(now);
                }
            }
            carryOut();
        }
        now = end;
    }

    /** Lets every server see a message as if it came by this link. */
    public void send(DhcpMessage message) {
        toServers(message, Ipv4Address.ANY);
    }

    private long next() {
        long next = events.isEmpty() ? Timer.NEVER : events.peek().at;
        for (DhcpClient client : clients) {
            next = Math.min(next, client.nextTimeout());
        }
        for (Place place : servers) {
            next = Math.min(next, place.server.nextTimeout());
        }
        return next;
    }

    /** Does what everybody wants done. */
    public void carryOut() {
        for (DhcpClient client : clients) {
            for (ClientAction action = client.poll(); action != null; action = client.poll()) {
                switch (action) {
                    case ClientAction.Send send -> toServers(send.message(), send.from());
                    case ClientAction.SendArp arp -> arp(client, arp.packet());
                    case ClientAction.Configure set ->
                        done.add("configure " + set.lease().address());
                    case ClientAction.Deconfigure unset ->
                        done.add("deconfigure " + unset.lease().address() + ": " + unset.why());
                    case ClientAction.Informed informed -> done.add("informed " + informed.options());
                }
            }
        }
        for (Place place : servers) {
            for (ServerAction action = place.server.poll(); action != null; action = place.server.poll()) {
                switch (action) {
                    case ServerAction.Reply reply -> toClients(reply);
                    case ServerAction.Ping ping -> {
                        say("ping " + ping.address());
                        if (squatters.containsKey(ping.address())) {
                            after(MILLISECOND, () -> place.server.echo(now, ping.address()));
                        }
                    }
                }
            }
        }
    }

    private void toServers(DhcpMessage message, Ipv4Address from) {
        Ipv4Address requested = message.options().address(OptionCode.REQUESTED_ADDRESS);
        Ipv4Address about = message.clientAddress().isUnspecified() ? requested : message.clientAddress();
        if (say(message.type() + (about == null ? "" : " " + about)) && !isSilent) {
            DhcpMessage arrived = parse(message.encode(1472));
            for (Place place : List.copyOf(servers)) {
                after(
                        MILLISECOND,
                        () -> place.server.receive(now, arrived, new Arrival("eth0", List.of(place.address), from)));
            }
        }
    }

    private void toClients(ServerAction.Reply reply) {
        DhcpMessage message = reply.message();
        String address = message.yourAddress().isUnspecified() ? "" : " " + message.yourAddress();
        if (say(message.type() + address)) {
            DhcpMessage arrived = parse(message.encode(reply.mostBytes()));
            for (DhcpClient client : clients) {
                after(MILLISECOND, () -> client.receive(now, arrived));
            }
        }
    }

    private void arp(DhcpClient from, ArpPacket packet) {
        boolean isProbe = packet.senderIp().isUnspecified();
        if (!say((isProbe ? "probe " : "announce ") + packet.targetIp())) {
            return;
        }
        MacAddress there = squatters.get(packet.targetIp());
        if (there != null) {
            ArpPacket answer =
                    new ArpPacket(ArpPacket.REPLY, there, packet.targetIp(), packet.senderMac(), packet.senderIp());
            after(MILLISECOND, () -> from.receiveArp(now, answer));
        }
        for (DhcpClient other : clients) {
            if (other != from) {
                after(MILLISECOND, () -> other.receiveArp(now, packet));
            }
        }
    }

    private boolean say(String text) {
        said.add(text);
        times.add(now);
        return !lost.test(text);
    }

    private void after(long nanos, Runnable what) {
        events.add(new Event(now + nanos, order++, what));
    }

    private static DhcpMessage parse(byte[] bytes) {
        try {
            return DhcpMessage.parse(bytes);
        } catch (MalformedDhcpException e) {
            throw new AssertionError(e);
        }
    }
}
