package dev.netrarium.services.dhcpv6;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.services.dhcp.MalformedDhcpException;
import dev.netrarium.services.dns.DomainName;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.Timer;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.Ipv6Address;
import dev.netrarium.wire.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations of clients and a server over a link that may lose, in virtual time; each message takes a millisecond. */
class Dhcp6Test {
    private static final long SECOND = 1_000_000_000L;
    private static final ByteString SERVER_DUID = Duid.of(MacAddress.of("02:00:00:00:00:01"));

    private final List<String> said = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private Predicate<String> lost = text -> false;
    private Dhcp6Server server = new Dhcp6Server(settings(100), SERVER_DUID);
    private long now;

    private static Dhcp6ServerSettings settings(int size) {
        return new Dhcp6ServerSettings(
                IpPrefix.of("2001:db8::/64"),
                0x1000,
                size,
                Duration.ofHours(1),
                Duration.ofHours(2),
                List.of(Ipv6Address.of("2001:db8::53")),
                List.of(DomainName.of("example.com")),
                false);
    }

    private static Dhcp6Client client(int number, boolean rapid) {
        return new Dhcp6Client(
                Duid.of(new MacAddress(0x0200_0000_0000L + number)),
                1,
                rapid,
                RandomStream.of(1, "c" + number, "dhcpv6"));
    }

    private void run(Dhcp6Client client, Duration time) {
        long end = now + time.toNanos();
        while (true) {
            for (Dhcp6Action action = client.poll(); action != null; action = client.poll()) {
                switch (action) {
                    case Dhcp6Action.Send send -> exchange(client, send.message());
                    case Dhcp6Action.Configure set -> done.add("configure " + set.address());
                    case Dhcp6Action.Deconfigure unset ->
                        done.add("deconfigure " + unset.address() + ": " + unset.why());
                    case Dhcp6Action.Informed told ->
                        done.add("informed " + told.told().nameServers());
                }
            }
            long next = client.nextTimeout();
            if (next > end) {
                now = end;
                return;
            }
            now = Math.max(now, next);
            client.onTimeout(now);
        }
    }

    private void exchange(Dhcp6Client client, Dhcp6Message message) {
        if (!say(message.type().name())) {
            return;
        }
        Dhcp6Message answer = server.receive(now + 1_000_000, again(message));
        if (answer != null && say(answer.type().name())) {
            now += 2_000_000;
            client.receive(now, again(answer));
        }
    }

    private boolean say(String text) {
        said.add(text);
        times.add(now);
        return !lost.test(text);
    }

    private static Dhcp6Message again(Dhcp6Message message) {
        byte[] b = message.encode();
        try {
            Dhcp6Message read = Dhcp6Message.parse(b, 0, b.length);
            assertThat(read).isEqualTo(message);
            return read;
        } catch (MalformedDhcpException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void fourMessagesGiveAnAddressAndWhatElseThereIs() {
        Dhcp6Client client = client(1, false);
        client.start(now);
        run(client, Duration.ofSeconds(3));
        assertThat(said).containsExactly("SOLICIT", "ADVERTISE", "REQUEST", "REPLY");
        assertThat(client.state()).isEqualTo(Dhcp6State.BOUND);
        assertThat(client.address()).isNotNull();
        assertThat(IpPrefix.of("2001:db8::/64").contains(client.address())).isTrue();
        assertThat(server.leases(now)).extracting(Dhcp6Server.Lease::address).containsExactly(client.address());
    }

    @Test
    void aSolicitBeginsWithItsTypeAndTheClientsDuid() {
        Dhcp6Client client = client(0x0a, false);
        client.start(0);
        client.onTimeout(client.nextTimeout());
        byte[] wire = ((Dhcp6Action.Send) client.poll()).message().encode();
        assertThat(wire[0]).isEqualTo((byte) 1);
        assertThat(HexFormat.of().formatHex(wire, 4, 18)).isEqualTo("0001000a" + "00030001" + "02000000000a");
    }

    @Test
    void rapidCommitTakesTwo() {
        server = new Dhcp6Server(settings(100).withRapidCommit(true), SERVER_DUID);
        Dhcp6Client client = client(1, true);
        client.start(now);
        run(client, Duration.ofSeconds(3));
        assertThat(said).containsExactly("SOLICIT", "REPLY");
        assertThat(client.state()).isEqualTo(Dhcp6State.BOUND);
    }

    @Test
    void withoutAddressesTheRestIsToldInTwo() {
        Dhcp6Client client = client(1, false);
        client.inform(now);
        run(client, Duration.ofSeconds(3));
        assertThat(said).containsExactly("INFORMATION_REQUEST", "REPLY");
        assertThat(done).containsExactly("informed [2001:db8::53]");
        assertThat(client.state()).isEqualTo(Dhcp6State.INFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SOLICIT", "ADVERTISE", "REQUEST", "REPLY"})
    void whicheverMessageIsLostIsMadeGood(String unlucky) {
        List<String> losses = new ArrayList<>(List.of(unlucky));
        lost = losses::remove;
        Dhcp6Client client = client(1, false);
        client.start(now);
        run(client, Duration.ofSeconds(5));
        assertThat(client.state()).isEqualTo(Dhcp6State.BOUND);
    }

    @Test
    void withoutAServerItAsksLessAndLessOften() {
        lost = text -> true;
        Dhcp6Client client = client(1, false);
        client.start(now);
        run(client, Duration.ofHours(3));
        assertThat(said).hasSizeBetween(12, 17).containsOnly("SOLICIT");
        assertThat(times.getFirst()).as("SOL_MAX_DELAY").isLessThan(SECOND);
        for (int i = 2; i < times.size() - 2; i++) {
            long before = times.get(i - 1) - times.get(i - 2);
            long gap = times.get(i) - times.get(i - 1);
            assertThat(gap)
                    .isBetween(Math.min(before * 19 / 10, 3240 * SECOND), Math.min(before * 22 / 10, 3960 * SECOND));
        }
    }

    @Test
    void atHalfTimeItRenewsAndThenAsksEverybodyAndThenGivesUp() {
        Dhcp6Client client = client(1, false);
        client.start(now);
        run(client, Duration.ofMinutes(31));
        assertThat(said).endsWith("RENEW", "REPLY");
        String first = String.valueOf(client.address());
        lost = text -> true;
        run(client, Duration.ofMinutes(31));
        assertThat(client.state()).isEqualTo(Dhcp6State.RENEWING);
        run(client, Duration.ofMinutes(20));
        assertThat(client.state()).isEqualTo(Dhcp6State.REBINDING);
        assertThat(client.address()).isNotNull();
        run(client, Duration.ofMinutes(75));
        assertThat(client.state()).isEqualTo(Dhcp6State.SOLICITING);
        assertThat(done).last().isEqualTo("deconfigure " + first + ": its time is over");
    }

    @Test
    void aServerThatForgotIsAskedForABinding() {
        Dhcp6Client client = client(1, false);
        client.start(now);
        run(client, Duration.ofSeconds(3));
        Ipv6Address first = client.address();
        server = new Dhcp6Server(settings(100), SERVER_DUID);
        run(client, Duration.ofMinutes(31));
        assertThat(said).endsWith("RENEW", "REPLY", "REQUEST", "REPLY");
        assertThat(client.address()).as("it follows from who the client is").isEqualTo(first);
    }

    @Test
    void releaseAndDecline() {
        Dhcp6Client client = client(1, false);
        client.start(now);
        run(client, Duration.ofSeconds(3));
        Ipv6Address first = client.address();
        client.release(now);
        run(client, Duration.ofSeconds(3));
        assertThat(said).endsWith("RELEASE", "REPLY");
        assertThat(client.state()).isEqualTo(Dhcp6State.STOPPED);
        assertThat(server.leases(now)).isEmpty();
        assertThat(done).last().isEqualTo("deconfigure " + first + ": released");

        client.start(now);
        run(client, Duration.ofSeconds(3));
        Ipv6Address second = client.address();
        client.decline(now);
        run(client, Duration.ofSeconds(5));
        assertThat(client.address()).isNotNull().isNotEqualTo(second);
    }

    @Test
    void aReleaseThatNobodyConfirmsEndsAfterFourTries() {
        Dhcp6Client client = client(1, false);
        client.start(now);
        run(client, Duration.ofSeconds(3));
        lost = text -> true;
        client.release(now);
        run(client, Duration.ofMinutes(2));
        assertThat(said).filteredOn("RELEASE"::equals).hasSize(4);
        assertThat(client.state()).isEqualTo(Dhcp6State.STOPPED);
        assertThat(client.nextTimeout()).isEqualTo(Timer.NEVER);
    }

    @Test
    void whenThePoolIsUsedUpNobodyElseGetsOneUntilOneIsFree() {
        server = new Dhcp6Server(settings(3), SERVER_DUID);
        List<Dhcp6Client> clients = new ArrayList<>();
        for (int number = 1; number <= 5; number++) {
            Dhcp6Client client = client(number, false);
            clients.add(client);
            client.start(now);
            run(client, Duration.ofSeconds(3));
        }
        assertThat(clients)
                .extracting(Dhcp6Client::state)
                .filteredOn(Dhcp6State.BOUND::equals)
                .hasSize(3);
        assertThat(server.leases(now))
                .extracting(Dhcp6Server.Lease::address)
                .doesNotHaveDuplicates()
                .hasSize(3);
        Ipv6Address freed = clients.getFirst().address();
        clients.getFirst().release(now);
        run(clients.getFirst(), Duration.ofSeconds(1));
        run(clients.getLast(), Duration.ofMinutes(5));
        assertThat(clients.getLast().address()).isEqualTo(freed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void noBytesBreakParserServerOrClient(long seed) {
        Random chance = new Random(seed);
        Dhcp6Client client = client(1, true);
        client.start(0);
        byte[] whole = new Dhcp6Message(
                        Dhcp6Type.REQUEST,
                        5,
                        List.of(
                                new Dhcp6Option(Dhcp6Option.CLIENT_IDENTIFIER, ByteString.ofHex("0003000102")),
                                new Dhcp6Option(Dhcp6Option.SERVER_IDENTIFIER, SERVER_DUID),
                                new IdentityAssociation(
                                                1,
                                                0,
                                                0,
                                                List.of(new IdentityAssociation.Address(
                                                        Ipv6Address.of("2001:db8::1000"), 1, 2)),
                                                0)
                                        .encode()))
                .encode();
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] b = Arrays.copyOf(whole, chance.nextInt(4) == 0 ? chance.nextInt(whole.length + 9) : whole.length);
            if (b.length > 0) {
                b[0] = (byte) (1 + chance.nextInt(12));
            }
            for (int n = chance.nextInt(5); n > 0 && b.length > 4; n--) {
                b[4 + chance.nextInt(b.length - 4)] = (byte) chance.nextInt();
            }
            now += chance.nextInt(1_000_000_000);
            try {
                Dhcp6Message message = Dhcp6Message.parse(b, 0, b.length);
                read++;
                message.nameServers();
                message.search();
                Dhcp6Message answer = server.receive(now, message);
                client.receive(now, answer == null ? message : answer);
            } catch (MalformedDhcpException e) {
                assertThat(e.getMessage()).contains("at byte");
            }
            if (client.nextTimeout() <= now) {
                client.onTimeout(now);
            }
            while (client.poll() != null) {
                // what it wants done is not done here
            }
        }
        assertThat(read).isGreaterThan(10_000);
        assertThat(server.leases(now)).hasSizeLessThanOrEqualTo(100);
    }
}
