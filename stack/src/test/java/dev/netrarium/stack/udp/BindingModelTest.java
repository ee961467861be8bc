package dev.netrarium.stack.udp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.RandomStream;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random binding, connecting and closing: who may bind and who receives, against rules that look at every endpoint. */
class BindingModelTest {
    private static final String[] LOCAL = {"192.0.2.2", "127.0.0.1", "2001:db8::2", "::1", "0.0.0.0", "::"};
    private static final String[] TARGETS = {"192.0.2.2", "2001:db8::2"};

    private record Open(
            UdpEndpoint endpoint,
            IpAddress address,
            boolean v6Only,
            boolean reuse,
            @Nullable Endpoint peer) {
        boolean takes(IpAddress destination, Endpoint from) {
            if (peer != null) {
                return peer.equals(from) && endpoint.local().address().equals(destination);
            }
            return address.isUnspecified() ? takesFamily(destination.family()) : address.equals(destination);
        }

        boolean takesFamily(IpFamily family) {
            return address.family() == family || (address.family() == IpFamily.IPV6 && !v6Only);
        }

        /** Connected before bound before the family's own wildcard before that of both. */
        int rank() {
            return peer != null
                    ? 0
                    : !address.isUnspecified() ? 1 : address.family() == IpFamily.IPV4 || v6Only ? 2 : 3;
        }

        boolean overlaps(IpAddress other, boolean otherV6Only) {
            IpAddress own = peer != null ? endpoint.local().address() : address;
            if (!own.isUnspecified() && !other.isUnspecified()) {
                return own.equals(other);
            }
            boolean ownBoth = own.isUnspecified() && own.family() == IpFamily.IPV6 && !v6Only;
            boolean otherBoth = other.isUnspecified() && other.family() == IpFamily.IPV6 && !otherV6Only;
            return ownBoth || otherBoth || own.family() == other.family();
        }
    }

    @Test
    void everyDatagramAndEveryConflictIsAsTheRulesSay() throws UdpException {
        TwoHosts hosts = new TwoHosts();
        hosts.left.network.recording = false;
        hosts.right.network.recording = false;
        hosts.right.network.peer = null;
        RandomStream chance = RandomStream.of(9, "udp", "bindings");
        List<Open> open = new ArrayList<>();
        UdpEndpoint[] clients = new UdpEndpoint[6];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = hosts.left.bind(hosts.left.address(IpFamily.values()[i % 2]), 700 + i);
        }
        int conflicts = 0;
        int delivered = 0;
        for (int step = 0; step < 20_000; step++) {
            if (open.size() > 12 || (!open.isEmpty() && chance.chance(0.3))) {
                open.remove(chance.nextInt(open.size())).endpoint.close(step);
            } else {
                IpAddress address = IpAddress.of(LOCAL[chance.nextInt(LOCAL.length)]);
                boolean v6Only = address.family() == IpFamily.IPV6 && chance.chance(0.5);
                boolean reuse = chance.chance(0.8);
                boolean conflict = open.stream().anyMatch(o -> o.overlaps(address, v6Only) && !(o.reuse && reuse));
                UdpSettings settings =
                        UdpSettings.DEFAULT.withReuseAddress(reuse).withV6Only(v6Only);
                try {
                    UdpEndpoint endpoint = hosts.right.udp.bind(Endpoint.of(address, 53), settings);
                    assertThat(conflict).as("step %d: bind %s", step, address).isFalse();
                    open.add(new Open(
                            endpoint, address, v6Only, reuse, connected(endpoint, address, v6Only, clients, chance)));
                } catch (UdpException e) {
                    assertThat(conflict).as("step %d: bind %s", step, address).isTrue();
                    conflicts++;
                }
            }
            int from = chance.nextInt(clients.length);
            IpAddress target = IpAddress.of(TARGETS[from % 2]);
            byte[] data = Integer.toString(step).getBytes(StandardCharsets.US_ASCII);
            clients[from].send(step, data, 0, data.length, Endpoint.of(target, 53));
            hosts.deliver();
            Open winner = null;
            for (Open o : open) { // of equals the one that took its place last
                if (o.takes(target, clients[from].local()) && (winner == null || o.rank() <= winner.rank())) {
                    winner = o;
                }
            }
            for (Open o : open) {
                String got = hosts.read(o.endpoint);
                assertThat(got)
                        .as("step %d: to %s from %s at %s", step, target, clients[from].local(), o)
                        .isEqualTo(o.equals(winner) ? Integer.toString(step) : null);
                delivered += got == null ? 0 : 1;
            }
        }
        assertThat(conflicts).isGreaterThan(1000);
        assertThat(delivered).isGreaterThan(5000);
        assertThat(hosts.pool.outstanding()).isZero();
    }

    private static @Nullable Endpoint connected(
            UdpEndpoint endpoint, IpAddress address, boolean v6Only, UdpEndpoint[] clients, RandomStream chance)
            throws UdpException {
        Endpoint peer = clients[chance.nextInt(clients.length)].local();
        IpFamily family = peer.address().family();
        boolean possible = address.isUnspecified()
                ? address.family() == family || (family == IpFamily.IPV4 && !v6Only)
                : address.family() == family && !address.isLoopback();
        if (!possible || address.isLoopback() || chance.chance(0.5)) {
            return null;
        }
        endpoint.connect(peer);
        return peer;
    }
}
