package dev.netrarium.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.SmallWorld.Wire;
import dev.netrarium.wire.ArpPacket;
import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.EthernetHeader;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.MacAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What hosts believe about each other's link addresses, and for how long. */
class NeighbourTest {
    private static final byte[] HELLO = {1, 2, 3};

    private final SmallWorld world = new SmallWorld();
    private final Wire lan = world.wire();
    private Host a;
    private Host b;
    private NetInterface onA;
    private NetInterface onB;

    @BeforeEach
    void twoHostsOnALan() {
        a = world.host("a");
        b = world.host("b");
        onA = world.join(a, lan, "192.0.2.1/24", "2001:db8::1/64");
        onB = world.join(b, lan, "192.0.2.2/24", "2001:db8::2/64");
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.2", "2001:db8::2"})
    void anAnswerMakesANeighbourReachableThenItGoesStale(String address) {
        ping(address);
        assertThat(state(a, address)).isEqualTo(NeighbourState.INCOMPLETE);
        world.pass(Duration.ofMillis(10));
        assertThat(state(a, address)).isEqualTo(NeighbourState.REACHABLE);
        assertThat(entry(a, address).link()).isEqualTo(onB.mac());

        // 0.5 to 1.5 times 30 s, drawn once.
        world.pass(Duration.ofSeconds(14));
        assertThat(state(a, address)).isEqualTo(NeighbourState.REACHABLE);
        world.pass(Duration.ofSeconds(32));
        assertThat(state(a, address)).isEqualTo(NeighbourState.STALE);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.2", "2001:db8::2"})
    void aStaleNeighbourIsUsedAtOnceAndAskedDirectlyFiveSecondsLater(String address) {
        ping(address);
        world.pass(Duration.ofSeconds(50));
        assertThat(state(a, address)).isEqualTo(NeighbourState.STALE);
        lan.frames.clear();

        ping(address);
        assertThat(lan.frames).hasSize(1).first().asString().contains("echo request");
        assertThat(state(a, address)).isEqualTo(NeighbourState.DELAY);
        world.pass(Duration.ofMillis(4999));
        assertThat(state(a, address)).isEqualTo(NeighbourState.DELAY);
        world.pass(Duration.ofMillis(10));
        assertThat(state(a, address)).isEqualTo(NeighbourState.REACHABLE);
        assertThat(lan.frames).anyMatch(f -> f.startsWith("a: who has " + address) && !f.endsWith("to all"));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.2", "2001:db8::2"})
    void aNeighbourThatHasGoneFailsAfterThreeDirectQuestions(String address) {
        ping(address);
        world.pass(Duration.ofSeconds(50));
        onB.down(world.now());
        ping(address);
        world.pass(Duration.ofMillis(5000 + 2999));
        assertThat(state(a, address)).isEqualTo(NeighbourState.PROBE);
        world.pass(Duration.ofMillis(2));
        assertThat(state(a, address)).isEqualTo(NeighbourState.FAILED);
        assertThat(world.isQuiet()).isTrue();
    }

    @Test
    void theUpperLayersProgressSparesTheQuestion() {
        ping("192.0.2.2");
        world.pass(Duration.ofSeconds(50));
        ping("192.0.2.2");
        assertThat(state(a, "192.0.2.2")).isEqualTo(NeighbourState.DELAY);
        a.network().path(null, IpAddress.of("192.0.2.2"), 0).confirmReachable(world.now());
        assertThat(state(a, "192.0.2.2")).isEqualTo(NeighbourState.REACHABLE);
    }

    @Test
    void whoIsAskedLearnsTheAskerToo() {
        ping("192.0.2.2");
        world.pass(Duration.ofMillis(2));
        assertThat(state(b, "192.0.2.1")).isEqualTo(NeighbourState.STALE);
        lan.frames.clear();
        world.pass(Duration.ofMillis(10));
        assertThat(lan.frames).noneMatch(f -> f.startsWith("b: who has"));
    }

    @Test
    void packetsWaitForTheAnswerUpToABoundAndTheOldestGoFirst() {
        lan.connected = false;
        EchoEndpoint echo = a.icmp().open(IpFamily.IPV4);
        for (int i = 0; i < 150; i++) {
            echo.send(world.now(), IpAddress.of("192.0.2.2"), i, HELLO, EchoSettings.DEFAULT);
        }
        // 212,992 bytes, each packet charged with its 2048-byte buffer and 256 more.
        assertThat(world.pool.outstanding()).isEqualTo(92);
        assertThat(a.counters().get(Mib.NEIGHBOUR_QUEUE_DROPS)).isEqualTo(58);

        lan.connected = true;
        world.pass(Duration.ofSeconds(2));
        assertThat(((EchoResult.Reply) echo.receive()).sequence()).isEqualTo(58);
        assertThat(world.isQuiet()).isTrue();
    }

    @Test
    void onlyOwnAddressesAreAnsweredFor() {
        world.join(b, world.wire(), "198.51.100.2/24");
        onA.add(0, InterfaceAddress.of("198.51.100.1/24"));
        ping("198.51.100.2"); // b's address on another interface: answered, as Linux does
        ping("198.51.100.3"); // nobody's
        world.pass(Duration.ofMillis(100));
        assertThat(lan.frames).contains("b: 198.51.100.2 is here").noneMatch(f -> f.contains("198.51.100.3 is here"));
    }

    @Test
    void aGratuitousAnnouncementMovesAKnownAddressAndTeachesNobodyElse() {
        ping("192.0.2.2");
        world.pass(Duration.ofMillis(10));
        MacAddress moved = MacAddress.of("02:aa:00:00:00:02");
        announce(moved, "192.0.2.2");
        assertThat(entry(a, "192.0.2.2").link()).isEqualTo(moved);
        assertThat(state(a, "192.0.2.2")).isEqualTo(NeighbourState.STALE);
        announce(moved, "192.0.2.3");
        assertThat(a.neighbours().list()).noneMatch(n -> n.address().equals(IpAddress.of("192.0.2.3")));
    }

    @Test
    void ofTwoAnswersToOneQuestionTheFirstHolds() {
        Host impostor = world.host("impostor");
        world.join(impostor, lan, "192.0.2.2/24");
        ping("192.0.2.2");
        world.pass(Duration.ofMillis(10));
        assertThat(lan.frames).contains("b: 192.0.2.2 is here", "impostor: 192.0.2.2 is here");
        assertThat(entry(a, "192.0.2.2").link()).isEqualTo(onB.mac());
        assertThat(state(a, "192.0.2.2")).isEqualTo(NeighbourState.REACHABLE);
    }

    @Test
    void ourOwnAddressInSomebodyElsesHandsIsNotLearned() {
        announce(MacAddress.of("02:aa:00:00:00:02"), "192.0.2.1");
        assertThat(a.neighbours().list()).isEmpty();
        assertThat(world.isQuiet()).isTrue();
    }

    @Test
    void aPermanentEntryIsNeverAskedForNorOverruled() {
        MacAddress fixed = MacAddress.of("02:aa:00:00:00:09");
        a.neighbours().setPermanent(onA, IpAddress.of("192.0.2.9"), fixed);
        announce(MacAddress.of("02:bb:00:00:00:09"), "192.0.2.9");
        ping("192.0.2.9");
        world.pass(Duration.ofMinutes(10));
        assertThat(lan.frames).containsExactly("a: 192.0.2.1>192.0.2.9 echo request ttl 64");
        assertThat(entry(a, "192.0.2.9").link()).isEqualTo(fixed);
        a.neighbours().flush(world.now());
        assertThat(a.neighbours().list()).hasSize(1);
    }

    @Test
    void theTableIsBoundedWhenSomebodyScansTheSubnet() {
        onA.add(0, InterfaceAddress.of("10.0.0.1/8"));
        lan.connected = false;
        lan.recording = false;
        EchoEndpoint echo = a.icmp().open(IpFamily.IPV4);
        for (int i = 0; i < 3000; i++) {
            echo.send(world.now(), new Ipv4Address(0x0a01_0000 + i), 0, HELLO, EchoSettings.DEFAULT);
        }
        assertThat(a.neighbours().list()).hasSize(1024);
        assertThat(a.counters().get(Mib.NEIGHBOUR_TABLE_FULL)).isEqualTo(3000 - 1024);

        world.pass(Duration.ofSeconds(6)); // all have failed: they make room
        lan.connected = true;
        lan.recording = true;
        ping("192.0.2.2");
        world.pass(Duration.ofMillis(10));
        assertThat(state(a, "192.0.2.2")).isEqualTo(NeighbourState.REACHABLE);
        assertThat(a.neighbours().list().size()).isLessThanOrEqualTo(1024);
        assertThat(world.isQuiet()).isTrue();
    }

    @Test
    void anInterfaceThatGoesDownForgetsItsNeighbours() {
        ping("192.0.2.2");
        world.pass(Duration.ofMillis(10));
        onA.down(world.now());
        assertThat(a.neighbours().list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"254", "64", "0"})
    void neighbourDiscoveryFromBeyondTheLinkIsNotBelieved(int hopLimit) {
        ping("2001:db8::2");
        world.settle();
        lan.loses = frame -> {
            if (SmallWorld.text(frame).contains("is here")) {
                frame.bytes[frame.start + EthernetHeader.BYTES + 7] = (byte) hopLimit;
            }
            return false;
        };
        world.pass(Duration.ofMillis(500));
        assertThat(state(a, "2001:db8::2")).isEqualTo(NeighbourState.INCOMPLETE);
        assertThat(a.counters().get(Mib.LINK_RECEIVE_ERRORS)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"10.0.3.9", "2001:db8:3::9"})
    void aRouterTellsTheSenderThatTheLastHopDoesNotAnswer(String nobody) {
        Chain chain = new Chain(world);
        IpAddress to = IpAddress.of(nobody);
        EchoEndpoint echo = chain.left.icmp().open(to.family());
        echo.send(0, to, 1, HELLO, EchoSettings.DEFAULT);
        world.pass(Duration.ofSeconds(4));
        IpAddress router = IpAddress.of(nobody.contains(":") ? "2001:db8:2::2" : "10.0.2.2");
        assertThat(((EchoResult.Failure) echo.receive()).error()).isEqualTo(new IcmpError.HostUnreachable(router));
        assertThat(world.isQuiet()).isTrue();
    }

    @Test
    void everyChangeIsToldWithItsReason() {
        world.observe(a);
        ping("192.0.2.2");
        world.pass(Duration.ofMillis(10));
        assertThat(world.events)
                .containsSubsequence(List.of(
                        "a: NeighbourChanged[interfaceName=eth0, address=192.0.2.2, link=null, "
                                + "state=INCOMPLETE, why=asked for]",
                        "a: NeighbourChanged[interfaceName=eth0, address=192.0.2.2, link=" + onB.mac()
                                + ", state=REACHABLE, why=answered]"));
    }

    private void announce(MacAddress mac, String address) {
        Ipv4Address ip = (Ipv4Address) IpAddress.of(address);
        Packet frame = world.pool.take(Packet.HEADROOM, EthernetHeader.BYTES + ArpPacket.BYTES);
        new EthernetHeader(MacAddress.BROADCAST, mac, EtherType.ARP).writeTo(frame.bytes, frame.start);
        new ArpPacket(ArpPacket.REQUEST, mac, ip, MacAddress.ZERO, ip)
                .writeTo(frame.bytes, frame.start + EthernetHeader.BYTES);
        onA.receive(world.now(), frame);
        world.settle();
    }

    private void ping(String to) {
        IpAddress address = IpAddress.of(to);
        a.icmp().open(address.family()).send(world.now(), address, 1, HELLO, EchoSettings.DEFAULT);
        world.settle();
    }

    private NeighbourEntry entry(Host host, String address) {
        return host.neighbours().list().stream()
                .filter(n -> n.address().equals(IpAddress.of(address)))
                .findFirst()
                .orElseThrow();
    }

    private NeighbourState state(Host host, String address) {
        return entry(host, address).state();
    }
}
