package dev.netrarium.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.SmallWorld.Wire;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The first thing anybody does with a network. */
class PingTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    private final SmallWorld world = new SmallWorld();

    @Test
    void twoHostsOnOneLanPingEachOtherAfterAsking() {
        Wire lan = world.wire();
        Host a = world.host("a");
        Host b = world.host("b");
        world.join(a, lan, "192.0.2.1/24");
        world.join(b, lan, "192.0.2.2/24");

        EchoEndpoint ping = ping(a, "192.0.2.2", 7, EchoSettings.DEFAULT);
        world.pass(Duration.ofMillis(10));

        assertThat(lan.frames)
                .containsExactly(
                        "a: who has 192.0.2.2? tell 192.0.2.1 to all",
                        "b: 192.0.2.2 is here",
                        "a: 192.0.2.1>192.0.2.2 echo request ttl 64",
                        "b: 192.0.2.2>192.0.2.1 echo reply ttl 64");
        assertThat(ping.bits() & Readiness.READABLE).isNotZero();
        EchoResult.Reply reply = (EchoResult.Reply) ping.receive();
        assertThat(reply.from()).isEqualTo(IpAddress.of("192.0.2.2"));
        assertThat(reply.sequence()).isEqualTo(7);
        assertThat(reply.data()).isEqualTo(HELLO);
        assertThat(reply.receivedNanos()).isEqualTo(4 * SmallWorld.MILLISECOND);
        assertThat(ping.receive()).isNull();
        assertThat(ping.bits() & Readiness.READABLE).isZero();
        assertThat(world.isQuiet()).isTrue();
    }

    @Test
    void sameWithIpv6AndItsSolicitations() {
        Wire lan = world.wire();
        Host a = world.host("a");
        Host b = world.host("b");
        world.join(a, lan, "2001:db8::1/64");
        world.join(b, lan, "2001:db8::2/64");

        EchoEndpoint ping = ping(a, "2001:db8::2", 1, EchoSettings.DEFAULT);
        world.pass(Duration.ofMillis(10));

        assertThat(lan.frames)
                .containsExactly(
                        "a: who has 2001:db8::2?",
                        "b: 2001:db8::2 is here",
                        "a: 2001:db8::1>2001:db8::2 echo request hops 64",
                        "b: 2001:db8::2>2001:db8::1 echo reply hops 64");
        assertThat(ping.receive()).isInstanceOf(EchoResult.Reply.class);
        assertThat(world.isQuiet()).isTrue();
    }

    @Test
    void acrossTwoRoutersEachHopTakesOneFromTheTtlAndPutsItsOwnAddressesOnTheFrame() {
        Chain chain = new Chain(world);
        for (String to : new String[] {"10.0.3.2", "2001:db8:3::2"}) {
            EchoEndpoint ping = ping(chain.left, to, 1, EchoSettings.DEFAULT);
            world.pass(Duration.ofMillis(40));

            EchoResult.Reply reply = (EchoResult.Reply) ping.receive();
            assertThat(reply.from()).isEqualTo(IpAddress.of(to));
            assertThat(reply.timeToLive()).isEqualTo(62);
        }
        assertThat(chain.wires[2].frames).contains("r2: 10.0.1.2>10.0.3.2 echo request ttl 62");
        assertThat(world.isQuiet()).isTrue();
    }

    @Test
    void traceroutesProbesEndAtEachRouterInTurn() {
        Chain chain = new Chain(world);
        String[][] routers = {{"10.0.3.2", "10.0.1.1", "10.0.2.2"}, {"2001:db8:3::2", "2001:db8:1::1", "2001:db8:2::2"}
        };
        for (String[] way : routers) {
            for (int hops = 1; hops <= 2; hops++) {
                EchoEndpoint ping = ping(chain.left, way[0], hops, EchoSettings.DEFAULT.withTimeToLive(hops));
                world.pass(Duration.ofMillis(40));

                EchoResult.Failure failure = (EchoResult.Failure) ping.receive();
                assertThat(failure.error()).isEqualTo(new IcmpError.TimeToLiveExceeded(IpAddress.of(way[hops])));
                assertThat(failure.sequence()).isEqualTo(hops);
                ping.close();
            }
        }
        assertThat(world.isQuiet()).isTrue();
    }

    @Test
    void loopbackAnswersWithEveryCablePulled() {
        Wire lan = world.wire();
        Host a = world.host("a");
        NetInterface eth0 = world.join(a, lan, "192.0.2.1/24", "2001:db8::1/64");
        lan.connected = false;
        eth0.down(0);

        for (String to : new String[] {"127.0.0.1", "127.9.9.9", "::1", "192.0.2.1"}) {
            EchoEndpoint ping = ping(a, to, 1, EchoSettings.DEFAULT);
            world.settle();
            EchoResult.Reply reply = (EchoResult.Reply) ping.receive();
            assertThat(reply.from()).as(to).isEqualTo(IpAddress.of(to));
        }
        assertThat(lan.frames).isEmpty();
        assertThat(world.isQuiet()).isTrue();
    }

    @Test
    void aHostThatDoesNotAnswerIsReportedUnreachableAfterThreeQuestions() {
        Wire lan = world.wire();
        Host a = world.host("a");
        world.join(a, lan, "192.0.2.1/24", "2001:db8::1/64");

        for (String to : new String[] {"192.0.2.9", "2001:db8::9"}) {
            lan.frames.clear();
            EchoEndpoint ping = ping(a, to, 1, EchoSettings.DEFAULT);
            world.pass(Duration.ofMillis(2999));
            assertThat(ping.receive()).isNull();
            world.pass(Duration.ofMillis(1));

            EchoResult.Failure failure = (EchoResult.Failure) ping.receive();
            assertThat(failure.error()).isInstanceOf(IcmpError.HostUnreachable.class);
            assertThat(lan.frames).hasSize(3).allMatch(f -> f.startsWith("a: who has " + to));
        }
        assertThat(world.isQuiet()).isTrue();
    }

    @Test
    void errorsComeBackAsErrnos() {
        Wire lan = world.wire();
        Host a = world.host("a");
        NetInterface eth0 = world.join(a, lan, "192.0.2.1/24");
        EchoEndpoint ping = a.icmp().open(IpFamily.IPV4);

        assertThat(ping.send(0, IpAddress.of("198.51.100.1"), 1, HELLO, EchoSettings.DEFAULT))
                .isEqualTo(Errno.ENETUNREACH);
        assertThat(ping.send(0, IpAddress.of("192.0.2.2"), 1, new byte[65_508], EchoSettings.DEFAULT))
                .isEqualTo(Errno.EMSGSIZE);
        EchoSettings whole = new EchoSettings(64, 0, true, 0, null);
        assertThat(ping.send(0, IpAddress.of("192.0.2.2"), 1, new byte[1473], whole))
                .isEqualTo(Errno.EMSGSIZE);
        EchoSettings foreign = new EchoSettings(64, 0, true, 0, IpAddress.of("192.0.2.77"));
        assertThat(ping.send(0, IpAddress.of("192.0.2.2"), 1, HELLO, foreign)).isEqualTo(Errno.EADDRNOTAVAIL);
        assertThat(ping.send(0, IpAddress.of("::1"), 1, HELLO, EchoSettings.DEFAULT))
                .isEqualTo(Errno.EAFNOSUPPORT);
        eth0.down(0);
        EchoSettings bound = new EchoSettings(64, 0, false, eth0.index(), null);
        assertThat(ping.send(0, IpAddress.of("192.0.2.2"), 1, HELLO, bound)).isEqualTo(Errno.ENETDOWN);
        assertThat(world.isQuiet()).isTrue();
    }

    private EchoEndpoint ping(Host from, String to, int sequence, EchoSettings settings) {
        IpAddress address = IpAddress.of(to);
        EchoEndpoint ping = from.icmp().open(address.family());
        assertThat(ping.send(world.now(), address, sequence, HELLO, settings)).isNull();
        return ping;
    }
}
