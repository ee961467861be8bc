package dev.netrarium.stack.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.DropReason;
import dev.netrarium.stack.Errno;
import dev.netrarium.stack.HostEvent;
import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.Path;
import dev.netrarium.stack.Readiness;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv6Address;
import dev.netrarium.wire.UdpHeader;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Datagrams between two hosts: who gets them, what limits them, and what the sender hears of failure. */
class UdpTest {
    private final TwoHosts hosts = new TwoHosts();

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aDatagramArrivesWithItsAddressesHopsAndTrafficClass(IpFamily family) throws UdpException {
        UdpEndpoint server = hosts.right.bind(hosts.right.address(family), 53);
        UdpEndpoint client = hosts.left.udp.bind(
                Endpoint.of(any(family), 0),
                UdpSettings.DEFAULT.withTimeToLive(7).withTrafficClass(0xb9));
        hosts.send(client, "question", server.local());

        assertThat(server.bits() & Readiness.READABLE).isNotZero();
        assertThat(server.nextLength()).isEqualTo(8);
        assertThat(hosts.read(server)).isEqualTo("question");
        assertThat(hosts.datagram.from())
                .isEqualTo(
                        Endpoint.of(hosts.left.address(family), client.local().port()));
        assertThat(hosts.datagram.to()).isEqualTo(server.local());
        assertThat(hosts.datagram.timeToLive()).isEqualTo(7);
        assertThat(hosts.datagram.trafficClass()).isEqualTo(0xb9);
        assertThat(server.bits() & Readiness.READABLE).isZero();

        hosts.send(server, "answer", hosts.datagram.from());
        assertThat(hosts.read(client)).isEqualTo("answer");
        assertThat(hosts.left.count(Mib.UDP_IN_DATAGRAMS)).isEqualTo(1);
        assertThat(hosts.left.count(Mib.UDP_OUT_DATAGRAMS)).isEqualTo(1);
        assertThat(hosts.pool.outstanding()).isZero();
    }

    @Test
    void anEmptyDatagramIsADatagram() throws UdpException {
        UdpEndpoint server = hosts.right.bind(Ipv4Address.ANY, 9);
        hosts.send(hosts.left.bind(Ipv4Address.ANY, 0), "", Endpoint.of("192.0.2.2:9"));
        assertThat(hosts.read(server)).isEmpty();
    }

    @Test
    void whatDoesNotFitTheReadersBufferIsLost() throws UdpException {
        UdpEndpoint server = hosts.right.bind(Ipv4Address.ANY, 9);
        UdpEndpoint client = hosts.left.bind(Ipv4Address.ANY, 0);
        hosts.send(client, "0123456789", Endpoint.of("192.0.2.2:9"));
        hosts.send(client, "next", Endpoint.of("192.0.2.2:9"));
        UdpDatagram small = new UdpDatagram(4);
        assertThat(server.peek(small)).isTrue();
        assertThat(server.receive(small)).isTrue();
        assertThat(small.length()).isEqualTo(4);
        assertThat(small.fullLength()).isEqualTo(10);
        assertThat(hosts.read(server)).isEqualTo("next");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void connectedComesBeforeBoundBeforeWildcard(IpFamily family) throws UdpException {
        UdpSettings shared = UdpSettings.DEFAULT.withReuseAddress(true);
        Endpoint place = Endpoint.of(hosts.right.address(family), 500);
        UdpEndpoint wildcard = hosts.right.udp.bind(Endpoint.of(any(family), 500), shared);
        UdpEndpoint bound = hosts.right.udp.bind(place, shared);
        UdpEndpoint connected = hosts.right.udp.bind(place, shared);
        UdpEndpoint client = hosts.left.bind(hosts.left.address(family), 0);
        UdpEndpoint other = hosts.left.bind(hosts.left.address(family), 0);
        connected.connect(client.local());

        hosts.send(client, "to the connected", place);
        hosts.send(other, "to the bound", place);
        assertThat(hosts.read(connected)).isEqualTo("to the connected");
        assertThat(hosts.read(bound)).isEqualTo("to the bound");

        connected.disconnect();
        connected.close(0);
        bound.close(0);
        hosts.send(client, "to the wildcard", place);
        assertThat(hosts.read(wildcard)).isEqualTo("to the wildcard");
        wildcard.close(0);
        assertThat(hosts.right.udp.sockets()).isEmpty();
    }

    @Test
    void manyEndpointsShareAPortWhenEachIsConnectedToAnotherPeer() throws UdpException {
        UdpSettings shared = UdpSettings.DEFAULT.withReuseAddress(true);
        UdpEndpoint[] peers = new UdpEndpoint[300];
        for (int i = 0; i < peers.length; i++) {
            peers[i] = hosts.right.udp.bind(Endpoint.of("0.0.0.0:443"), shared);
            peers[i].connect(Endpoint.of("192.0.2.1:" + (10_000 + i)));
        }
        for (int i = 0; i < peers.length; i += 7) {
            UdpEndpoint client = hosts.left.bind(Ipv4Address.ANY, 10_000 + i);
            hosts.send(client, "for " + i, Endpoint.of("192.0.2.2:443"));
            assertThat(hosts.read(peers[i])).isEqualTo("for " + i);
        }
        for (UdpEndpoint peer : peers) {
            peer.close(0);
        }
        assertThat(hosts.right.udp.sockets()).isEmpty();
    }

    @Test
    void theWildcardOfBothFamiliesTakesBothUnlessTold() throws UdpException {
        UdpEndpoint both = hosts.right.bind(Ipv6Address.ANY, 7);
        hosts.send(hosts.left.bind(Ipv4Address.ANY, 0), "four", Endpoint.of("192.0.2.2:7"));
        hosts.send(hosts.left.bind(Ipv6Address.ANY, 0), "six", Endpoint.of("[2001:db8::2]:7"));
        assertThat(hosts.read(both)).isEqualTo("four");
        assertThat(hosts.datagram.from().address()).isEqualTo(IpAddress.of("192.0.2.1"));
        assertThat(hosts.read(both)).isEqualTo("six");

        UdpEndpoint only6 = hosts.right.udp.bind(Endpoint.of("[::]:8"), UdpSettings.DEFAULT.withV6Only(true));
        UdpEndpoint only4 = hosts.right.bind(Ipv4Address.ANY, 8);
        hosts.send(hosts.left.bind(Ipv4Address.ANY, 0), "four", Endpoint.of("192.0.2.2:8"));
        assertThat(hosts.read(only6)).isNull();
        assertThat(hosts.read(only4)).isEqualTo("four");
        failsWith(Errno.ENETUNREACH, () -> hosts.send(only6, "x", Endpoint.of("192.0.2.1:9")));
        failsWith(Errno.EAFNOSUPPORT, () -> hosts.send(only4, "x", Endpoint.of("[2001:db8::1]:9")));
    }

    @Test
    void bindingFollowsLinuxsRules() throws UdpException {
        UdpSettings reuse = UdpSettings.DEFAULT.withReuseAddress(true);
        hosts.left.bind(IpAddress.of("192.0.2.1"), 100);
        failsWith(Errno.EADDRINUSE, () -> hosts.left.bind(IpAddress.of("192.0.2.1"), 100));
        failsWith(Errno.EADDRINUSE, () -> hosts.left.bind(Ipv4Address.ANY, 100));
        failsWith(Errno.EADDRINUSE, () -> hosts.left.bind(Ipv6Address.ANY, 100));
        failsWith(Errno.EADDRINUSE, () -> hosts.left.udp.bind(Endpoint.of("192.0.2.1:100"), reuse));
        hosts.left.udp.bind(Endpoint.of("[::]:100"), UdpSettings.DEFAULT.withV6Only(true));
        failsWith(Errno.EADDRINUSE, () -> hosts.left.bind(IpAddress.of("2001:db8::1"), 100));
        hosts.left.bind(IpAddress.of("127.0.0.1"), 100);

        hosts.left.udp.bind(Endpoint.of("0.0.0.0:200"), reuse);
        hosts.left.udp.bind(Endpoint.of("0.0.0.0:200"), reuse);
        hosts.left.udp.bind(Endpoint.of("192.0.2.1:200"), reuse);
        failsWith(Errno.EADDRINUSE, () -> hosts.left.bind(IpAddress.of("127.0.0.1"), 200));

        failsWith(Errno.EADDRNOTAVAIL, () -> hosts.left.bind(IpAddress.of("198.51.100.1"), 0));
        UdpEndpoint gone = hosts.left.bind(Ipv4Address.ANY, 300);
        gone.close(0);
        hosts.left.bind(Ipv4Address.ANY, 300);
    }

    @Test
    void portsThatTheHostChoosesAreSpreadAndRunOutAsAnError() throws UdpException {
        java.util.Set<Integer> seen = new java.util.TreeSet<>();
        for (int i = 0; i < 28_232; i++) {
            int port = hosts.left.bind(Ipv4Address.ANY, 0).local().port();
            assertThat(port).isBetween(32_768, 60_999);
            assertThat(seen.add(port)).isTrue();
        }
        failsWith(Errno.EADDRINUSE, () -> hosts.left.bind(Ipv4Address.ANY, 0));
    }

    @Test
    void aConnectedEndpointHearsThatNobodyListens() throws UdpException {
        UdpEndpoint client = hosts.left.bind(Ipv4Address.ANY, 0);
        client.connect(Endpoint.of("192.0.2.2:9"));
        assertThat(client.local().address()).isEqualTo(IpAddress.of("192.0.2.1"));
        hosts.send(client, "anybody?", null);
        assertThat(hosts.right.network.refused).hasSize(1);
        assertThat(hosts.right.count(Mib.UDP_NO_PORTS)).isEqualTo(1);
        assertThat(client.bits() & Readiness.ERROR).isNotZero();
        failsWith(Errno.ECONNREFUSED, () -> hosts.send(client, "again", null));
        assertThat(client.bits() & Readiness.ERROR).isZero();
        assertThat(client.takeError()).isNull();
    }

    @Test
    void anUnconnectedEndpointHearsOfErrorsOnlyWhenItAsks() throws UdpException {
        UdpEndpoint deaf = hosts.left.bind(Ipv4Address.ANY, 0);
        hosts.send(deaf, "?", Endpoint.of("192.0.2.2:9"));
        assertThat(deaf.takeError()).isNull();

        UdpEndpoint tracer = hosts.left.udp.bind(Endpoint.of("0.0.0.0:0"), UdpSettings.DEFAULT.withReceiveErrors(true));
        hosts.send(tracer, "?", Endpoint.of("192.0.2.2:33434"));
        assertThat(tracer.takeError()).isEqualTo(Errno.ECONNREFUSED);
        UdpError error = tracer.receiveError();
        assertThat(error).isNotNull();
        assertThat(error.error()).isEqualTo(new IcmpError.PortUnreachable(IpAddress.of("192.0.2.2")));
        assertThat(error.to()).isEqualTo(Endpoint.of("192.0.2.2:33434"));
        assertThat(tracer.receiveError()).isNull();
        for (int i = 0; i < 100; i++) {
            tracer.takeError();
            hosts.send(tracer, "?", Endpoint.of("192.0.2.2:33434"));
        }
        int kept = 0;
        while (tracer.receiveError() != null) {
            kept++;
        }
        assertThat(kept).isEqualTo(64);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aDatagramIsAtMostWhatItsLengthFieldHolds(IpFamily family) throws UdpException {
        UdpEndpoint server = hosts.right.bind(any(family), 9);
        UdpEndpoint client = hosts.left.bind(any(family), 0);
        Endpoint to = Endpoint.of(hosts.right.address(family), 9);
        int most = family == IpFamily.IPV4 ? 65_507 : 65_527;
        hosts.send(client, "x".repeat(most), to);
        assertThat(hosts.read(server)).hasSize(most);
        failsWith(Errno.EMSGSIZE, () -> hosts.send(client, "x".repeat(most + 1), to));
    }

    @Test
    void theReceiveBufferIsBounded() throws UdpException {
        UdpEndpoint server = hosts.right.bind(Ipv4Address.ANY, 9);
        UdpEndpoint client = hosts.left.bind(Ipv4Address.ANY, 0);
        for (int i = 0; i < 200; i++) {
            hosts.send(client, "datagram " + i, Endpoint.of("192.0.2.2:9"));
        }
        int taken = 212_992 / 2304 + 1;
        assertThat(server.drops()).isEqualTo(200 - taken);
        assertThat(hosts.right.count(Mib.UDP_RECEIVE_BUFFER_ERRORS)).isEqualTo(200 - taken);
        assertThat(hosts.right.network.events)
                .contains(new HostEvent.Dropped(DropReason.UDP_RECEIVE_BUFFER_FULL, 0, 8 + 12));
        for (int i = 0; i < taken; i++) {
            assertThat(hosts.read(server)).isEqualTo("datagram " + i);
        }
        assertThat(hosts.read(server)).isNull();
        assertThat(hosts.pool.outstanding()).isZero();
    }

    @Test
    void theSendBufferIsBoundedByWhatLiesInTheEgressQueues() throws UdpException {
        UdpEndpoint client = hosts.left.bind(Ipv4Address.ANY, 0);
        hosts.left.network.departing = false;
        int sent = 0;
        while ((client.bits() & Readiness.WRITABLE) != 0) {
            client.send(0, new byte[10], 0, 10, Endpoint.of("192.0.2.2:9"));
            sent++;
        }
        assertThat(sent).isEqualTo((212_992 + 2303) / 2304);
        failsWith(Errno.EAGAIN, () -> client.send(0, new byte[10], 0, 10, Endpoint.of("192.0.2.2:9")));
        FakeNetwork.depart(0, hosts.left.network.sent.getFirst());
        assertThat(client.bits() & Readiness.WRITABLE).isNotZero();
    }

    @Test
    void broadcastNeedsPermissionAndReachesEverybodyOnThePort() throws UdpException {
        UdpSettings shared = UdpSettings.DEFAULT.withReuseAddress(true).withBroadcast(true);
        UdpEndpoint one = hosts.right.udp.bind(Endpoint.of("0.0.0.0:67"), shared);
        UdpEndpoint two = hosts.right.udp.bind(Endpoint.of("[::]:67"), shared);
        UdpEndpoint elsewhere = hosts.right.udp.bind(Endpoint.of("192.0.2.2:67"), shared);
        UdpEndpoint client = hosts.left.bind(Ipv4Address.ANY, 68);
        Endpoint all = Endpoint.of("255.255.255.255:67");
        failsWith(Errno.EACCES, () -> hosts.send(client, "discover", all));
        client.configure(shared);
        hosts.send(client, "discover", all);
        assertThat(hosts.read(one)).isEqualTo("discover");
        assertThat(hosts.read(two)).isEqualTo("discover");
        assertThat(hosts.datagram.to()).isEqualTo(all);
        assertThat(hosts.read(elsewhere)).isNull();
        hosts.send(client, "nobody there", Endpoint.of("255.255.255.255:69"));
        assertThat(hosts.right.network.refused).isEmpty();
        assertThat(hosts.pool.outstanding()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aGroupHearsItsMembersAndTheSendersHostToo(IpFamily family) throws UdpException {
        IpAddress group = IpAddress.of(family == IpFamily.IPV4 ? "224.0.0.251" : "ff02::fb");
        UdpEndpoint member = hosts.right.bind(any(family), 5353);
        member.join(0, group, 0);
        UdpEndpoint own = hosts.left.bind(any(family), 5353);
        own.join(0, group, 0);
        failsWith(Errno.EADDRINUSE, () -> own.join(0, group, 0));
        hosts.send(own, "hello", Endpoint.of(group, 5353));
        assertThat(hosts.read(member)).isEqualTo("hello");
        assertThat(hosts.datagram.timeToLive()).isEqualTo(1);
        assertThat(hosts.read(own)).isEqualTo("hello");
        assertThat(hosts.datagram.from().address()).isEqualTo(hosts.left.address(family));

        own.configure(UdpSettings.DEFAULT.withMulticastLoop(false));
        hosts.send(own, "not to myself", Endpoint.of(group, 5353));
        assertThat(hosts.read(own)).isNull();
        own.configure(UdpSettings.DEFAULT.withMulticastTimeToLive(0));
        hosts.send(own, "to this host alone", Endpoint.of(group, 5353));
        assertThat(hosts.read(own)).isEqualTo("to this host alone");
        assertThat(hosts.read(member)).isEqualTo("not to myself");
        assertThat(hosts.read(member)).isNull();
        assertThat(own.queuedBelowBytes()).isZero();

        own.close(0);
        assertThat(hosts.left.network.groups).isEmpty();
        assertThat(hosts.pool.outstanding()).isZero();
    }

    @Test
    void anEndpointJoinsAtMost20Groups() throws UdpException {
        UdpEndpoint e = hosts.left.bind(Ipv4Address.ANY, 0);
        for (int i = 0; i < 20; i++) {
            e.join(0, Ipv4Address.of(239, 0, 0, i), 0);
        }
        failsWith(Errno.ENOBUFS, () -> e.join(0, Ipv4Address.of(239, 0, 1, 0), 0));
        failsWith(Errno.EINVAL, () -> e.join(0, Ipv4Address.of(10, 0, 0, 1), 0));
        failsWith(Errno.EADDRNOTAVAIL, () -> e.leave(0, Ipv4Address.of(239, 0, 1, 0), 0));
    }

    @Test
    void aChecksumOfZeroMeansNoneOverIpv4AndIsWrongOverIpv6() throws UdpException {
        UdpEndpoint server = hosts.right.bind(Ipv6Address.ANY, 9);
        for (IpFamily family : IpFamily.values()) {
            UdpEndpoint client = hosts.left.bind(any(family), 0);
            client.send(0, new byte[] {65}, 0, 1, Endpoint.of(hosts.right.address(family), 9));
            Packet packet = hosts.left.network.sent.getFirst();
            UdpHeader.putChecksum(packet.bytes, packet.transport, 0);
            hosts.deliver();
        }
        assertThat(hosts.read(server)).isEqualTo("A");
        assertThat(hosts.read(server)).isNull();
        assertThat(hosts.right.count(Mib.UDP_CHECKSUM_ERRORS)).isEqualTo(1);
    }

    @Test
    void aSumThatComesOutAsZeroIsSentAsAllOnes() throws UdpException {
        UdpEndpoint server = hosts.right.bind(Ipv4Address.ANY, 9);
        UdpEndpoint client = hosts.left.bind(Ipv4Address.ANY, 4000);
        client.send(0, new byte[2], 0, 2, Endpoint.of("192.0.2.2:9"));
        Packet probe = hosts.left.network.sent.getFirst();
        int sum = UdpHeader.checksum(probe.bytes, probe.transport);
        hosts.deliver();
        client.send(0, new byte[] {(byte) (sum >> 8), (byte) sum}, 0, 2, Endpoint.of("192.0.2.2:9"));
        Packet crafted = hosts.left.network.sent.getFirst();
        assertThat(UdpHeader.checksum(crafted.bytes, crafted.transport)).isEqualTo(0xffff);
        hosts.deliver();
        assertThat(hosts.read(server)).isNotNull();
        assertThat(hosts.read(server)).isNotNull();
    }

    @Test
    void sendingSaysWhyItCannot() throws UdpException {
        UdpEndpoint client = hosts.left.bind(Ipv4Address.ANY, 0);
        failsWith(Errno.EDESTADDRREQ, () -> hosts.send(client, "x", null));
        failsWith(Errno.EINVAL, () -> hosts.send(client, "x", Endpoint.of("192.0.2.2:0")));
        hosts.left.network.noWay.put(IpAddress.of("203.0.113.1"), Path.PathError.NETWORK_UNREACHABLE);
        failsWith(Errno.ENETUNREACH, () -> hosts.send(client, "x", Endpoint.of("203.0.113.1:9")));
        failsWith(Errno.ENETUNREACH, () -> client.connect(Endpoint.of("203.0.113.1:9")));
        client.close(0);
        failsWith(Errno.EBADF, () -> hosts.send(client, "x", Endpoint.of("192.0.2.2:9")));
    }

    @Test
    void anEndpointForAnyPortTakesWhatNobodyElseDoesAndAnswersInAnothersName() throws UdpException {
        UdpEndpoint any = hosts.right.udp.bindAny(UdpSettings.DEFAULT);
        failsWith(Errno.EADDRINUSE, () -> hosts.right.udp.bindAny(UdpSettings.DEFAULT));
        UdpEndpoint client = hosts.left.bind(Ipv4Address.ANY, 0);
        Endpoint far = Endpoint.of("203.0.113.53:53");
        client.connect(far);
        hosts.send(client, "question", null);
        assertThat(hosts.read(any)).isEqualTo("question");
        assertThat(hosts.datagram.to()).isEqualTo(far);
        byte[] answer = {'y', 'e', 's'};
        any.send(0, answer, 0, 3, hosts.datagram.to(), hosts.datagram.from());
        hosts.deliver();
        assertThat(hosts.read(client)).isEqualTo("yes");
        any.close(0);
        hosts.right.udp.bindAny(UdpSettings.DEFAULT);
    }

    @Test
    void theHostListsItsEndpointsInOrder() throws UdpException {
        hosts.left.bind(Ipv4Address.ANY, 500);
        hosts.left.bind(Ipv6Address.LOOPBACK, 53);
        UdpEndpoint connected = hosts.left.bind(Ipv4Address.LOOPBACK, 53);
        connected.connect(Endpoint.of("192.0.2.2:1"));
        assertThat(hosts.left.udp.sockets())
                .extracting(e -> e.local() + " " + e.remote())
                .containsExactly("127.0.0.1:53 192.0.2.2:1", "[::1]:53 null", "0.0.0.0:500 null");
    }

    private static IpAddress any(IpFamily family) {
        return family == IpFamily.IPV4 ? Ipv4Address.ANY : Ipv6Address.ANY;
    }

    private static void failsWith(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        UdpException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }
}
