package dev.netrarium.cli.tools;

import static dev.netrarium.cli.CommandRun.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.internet.DefaultInternet;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.stack.tcp.TcpInfo;
import dev.netrarium.stack.tcp.TcpState;
import dev.netrarium.stack.tcp.TcpTimerEntry;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.world.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The tools that show what a host holds, before and after something happened. */
class StateToolsTest {
    @Test
    void ipShowsAddresses() {
        on("laptop ip addr").prints("""
                        1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
                            link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
                            inet 127.0.0.1/8 scope host lo
                               valid_lft forever preferred_lft forever
                            inet6 ::1/128 scope host
                               valid_lft forever preferred_lft forever
                        2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo state UP group default qlen 1000
                            link/ether 02:00:00:05:00:00 brd ff:ff:ff:ff:ff:ff
                            inet 192.168.1.10/24 brd 192.168.1.255 scope global eth0
                               valid_lft forever preferred_lft forever
                            inet6 2001:db8:1::10/64 scope global
                               valid_lft forever preferred_lft forever
                            inet6 fe80::ff:fe05:0/64 scope link
                               valid_lft forever preferred_lft forever
                        """);
        on("laptop ip -4 -br a show eth0").prints("eth0             UP             192.168.1.10/24\n");
        on("laptop ip a s eth9").fails(1, "ip: Device \"eth9\" does not exist.\n");
    }

    @Test
    void ipShowsRoutesOfBothFamilies() {
        on("laptop ip route").prints("""
                default via 192.168.1.1 dev eth0
                192.168.1.0/24 dev eth0 proto kernel scope link src 192.168.1.10
                """);
        on("laptop ip -6 r").prints("""
                default via 2001:db8:1::1 dev eth0 pref medium
                2001:db8:1::/64 dev eth0 proto kernel metric 256 pref medium
                fe80::/64 dev eth0 proto kernel metric 256 pref medium
                """);
        on("laptop ip route get 192.0.2.80 -- ip route get 192.168.1.11 -- ip route get 2001:db8:2::80")
                .prints("""
                        192.0.2.80 via 192.168.1.1 dev eth0 src 192.168.1.10
                        192.168.1.11 dev eth0 src 192.168.1.10
                        2001:db8:2::80 via 2001:db8:1::1 dev eth0 src 2001:db8:1::10
                        """);
    }

    @Test
    void ipChangesWhatTheNextToolSees() {
        on("laptop ip addr add 10.9.9.9/24 dev eth0 -- ip route add 10.0.0.0/8 via 10.9.9.1 -- ip route get 10.1.1.1"
                        + " -- ip route del 10.0.0.0/8 -- ip addr del 10.9.9.9/24 dev eth0 -- ip route get 10.1.1.1")
                .prints("""
                        10.1.1.1 via 10.9.9.1 dev eth0 src 10.9.9.9
                        10.1.1.1 via 192.168.1.1 dev eth0 src 192.168.1.10
                        """);
        on("laptop ip link set dev eth0 mtu 1400 -- ip link set eth0 down -- ip -br link show eth0")
                .prints("eth0             DOWN           02:00:00:05:00:00 <BROADCAST,MULTICAST>\n");
        on("laptop ip route add default via 192.168.1.9").fails(2, "ip: RTNETLINK answers: File exists\n");
        on("laptop ip route del 10.0.0.0/8").fails(2, "ip: RTNETLINK answers: No such process\n");
        on("laptop ip tunnel").fails(255, "ip: Object \"tunnel\" is unknown: addr, route, neigh or link\n");
    }

    @Test
    void neighboursAreKnownAfterTheyWereAsked() {
        on("laptop ip neigh -- arp -n -- ping -q -c 1 -w 1 phone -- ping -6 -q -c 1 -w 1 phone -- ip neigh -- arp -n")
                .prints("""
                        PING phone (192.168.1.11) 56(84) bytes of data.

                        --- phone ping statistics ---
                        1 packets transmitted, 1 received, 0% packet loss, time 0ms
                        rtt min/avg/max/mdev = 0.085/0.085/0.085/0.000 ms
                        PING phone (2001:db8:1::11) 56 data bytes

                        --- phone ping statistics ---
                        1 packets transmitted, 1 received, 0% packet loss, time 0ms
                        rtt min/avg/max/mdev = 0.087/0.087/0.087/0.000 ms
                        192.168.1.11 dev eth0 lladdr 02:00:00:06:00:00 REACHABLE
                        2001:db8:1::11 dev eth0 lladdr 02:00:00:06:00:00 REACHABLE
                        Address                  HWtype  HWaddress           Flags Mask            Iface
                        192.168.1.11             ether   02:00:00:06:00:00   C                     eth0
                        """);
        assertThat(on("laptop ping -q -c 1 192.168.1.77 -- arp -an -- ip neigh").out())
                .endsWith("? (192.168.1.77) at <incomplete> on eth0\n192.168.1.77 dev eth0 FAILED\n");
        on("laptop ip neigh add 192.168.1.5 lladdr 02:00:00:00:00:55 dev eth0 -- arp -a 192.168.1.5")
                .prints("? (192.168.1.5) at 02:00:00:00:00:55 [ether] PERM on eth0\n");
    }

    @Test
    void socketsAreShownBySs() {
        assertThat(on("www ss -tln -- ss -uln").out()).isEqualToNormalizingNewlines("""
                        State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process
                        LISTEN 0      4096               *:80              *:*
                        State Recv-Q Send-Q Local Address:Port Peer Address:Port Process
                        """);
        assertThat(on("laptop curl -s -o /dev/null www.server.com -- ss -tan")
                        .out()
                        .lines()
                        .toList())
                .hasSize(2)
                .last()
                .asString()
                .matches("TIME-WAIT 0      0       192\\.168\\.1\\.10:\\d{5}   192\\.0\\.2\\.80:80");
        assertThat(on("laptop curl -s -o /dev/null ipv6.server.com -- ss -Ha6").out())
                .matches("tcp   TIME-WAIT 0 +0 +\\[2001:db8:1::10\\]:\\d+ +\\[2001:db8:2::80\\]:http\n");
    }

    @Test
    void theInsideOfAConnectionIsShown() throws IOException {
        StringWriter out = new StringWriter();
        try (DefaultInternet internet = new DefaultInternet(World.seeded(1));
                TcpSocket socket = internet.laptop().sockets().connect(Endpoint.of("192.0.2.80:80"))) {
            ToolContext context = new ToolContext(
                    internet.laptop().sockets(),
                    NOBODY,
                    List.of(),
                    internet.world().epoch(),
                    InputStream.nullInputStream(),
                    new PrintWriter(out),
                    new PrintWriter(out));
            assertThat(Toolbox.parse(List.of("ss", "-ti")).run(context)).isZero();
            assertThat(socket.remote().port()).isEqualTo(80);
        }
        assertThat(out.toString().lines().skip(1).toList())
                .satisfiesExactly(
                        line -> assertThat(line).matches("ESTAB 0 +0 +192\\.168\\.1\\.10:\\d+ +192\\.0\\.2\\.80:http"),
                        line -> assertThat(line)
                                .startsWith("\t ts sack cubic wscale:7,7 rto:")
                                .contains(
                                        " rtt:64.194/",
                                        " mss:1448 pmtu:1500 rcvmss:536 advmss:1448 cwnd:10 segs_out:2 segs_in:1 send 1.8",
                                        "Mbps ",
                                        " pacing_rate 3.6",
                                        " rcv_ssthresh:")
                                .matches(".* minrtt:[\\d.]+ snd_wnd:\\d+ rcv_wnd:\\d+"));
    }

    @Test
    void timersAreShownBySs() {
        assertThat(on("laptop curl -s -o /dev/null www.server.com -- ss -Htano").out())
                .matches(
                        "TIME-WAIT 0 +0 +192\\.168\\.1\\.10:\\d+ +192\\.0\\.2\\.80:80 +timer:\\(timewait,5\\dsec,0\\)\n");
        assertThat(on("laptop nc -w 1 192.0.2.99 9 -- ss -Htano").out()).doesNotContain("timer");
    }

    @Test
    void ssPrintsWhatIproute2Prints() {
        assertThat(SsDetails.info(info(), false))
                .isEqualTo("ts sack ecn cubic wscale:7,10 rto:204 backoff:2 rtt:0.819/1.242 ato:40 mss:1448 pmtu:1500 "
                        + "rcvmss:536 advmss:1448 cwnd:34 ssthresh:8 bytes_sent:3047616 bytes_retrans:47616 "
                        + "bytes_acked:3000000 bytes_received:9 segs_out:64 segs_in:24 data_segs_out:63 data_segs_in:1 "
                        + "send 481Mbps lastsnd:304 lastrcv:360 lastack:305 pacing_rate 577Mbps delivery_rate 1.05Gbps "
                        + "delivered:65 delivered_ce:4 app_limited busy:56ms rwnd_limited:52ms(92.9%) "
                        + "sndbuf_limited:1ms(1.8%) unacked:5 retrans:1/7 lost:2 sacked:3 dsack_dups:1 reordering:6 "
                        + "reord_seen:1 rcv_rtt:0.023 rcv_space:14480 rcv_ssthresh:64088 notsent:11 minrtt:0.005 "
                        + "rcv_ooopack:8 snd_wnd:64256 rcv_wnd:65536");
        assertThat(SsDetails.info(info(), true))
                .contains(" send 480898657bps ", " pacing_rate 576800000bps ", " delivery_rate 1047728000bps ");
    }

    /** As a busy connection of Linux has it. */
    private static TcpInfo info() {
        return new TcpInfo(
                TcpState.ESTABLISHED,
                3,
                2,
                0,
                2,
                15,
                7,
                10,
                204_000,
                40_000,
                1448,
                536,
                5,
                3,
                2,
                1,
                304,
                360,
                305,
                1500,
                64_088,
                819,
                1242,
                8,
                34,
                1448,
                6,
                7,
                3_000_000,
                9,
                64,
                24,
                11,
                5,
                63,
                1,
                65,
                4,
                64_256,
                65_536,
                1,
                1,
                23,
                14_480,
                72_100_000,
                TcpInfo.UNLIMITED_RATE,
                130_966_000,
                true,
                56_000,
                52_000,
                1_000,
                3_047_616,
                47_616,
                8,
                3,
                2,
                600,
                "cubic");
    }

    @Test
    void aTimersRestIsPrintedAsIproute2PrintsIt() {
        assertThat(SsDetails.timer(timer(TcpTimerEntry.Kind.ON, 204, 1), 0)).isEqualTo("timer:(on,204ms,1)");
        assertThat(SsDetails.timer(timer(TcpTimerEntry.Kind.ON, 1204, 3), 0)).isEqualTo("timer:(on,1.204ms,3)");
        assertThat(SsDetails.timer(timer(TcpTimerEntry.Kind.TIMEWAIT, 59_900, 0), 0))
                .isEqualTo("timer:(timewait,59sec,0)");
        assertThat(SsDetails.timer(timer(TcpTimerEntry.Kind.KEEPALIVE, 7_199_000, 0), 0))
                .isEqualTo("timer:(keepalive,119min,0)");
        assertThat(SsDetails.timer(timer(TcpTimerEntry.Kind.PERSIST, 62_300, 9), 0))
                .isEqualTo("timer:(persist,1min2sec,9)");
    }

    private static TcpTimerEntry timer(TcpTimerEntry.Kind kind, long millis, int retransmits) {
        return new TcpTimerEntry(kind, millis * 1_000_000, retransmits);
    }

    /** A host that knows no names. */
    private static final Names NOBODY = new Names() {
        @Override
        public List<IpAddress> find(String name) throws UnknownHostException {
            throw new UnknownHostException(name + ": Name or service not known");
        }

        @Override
        public @Nullable String nameOf(IpAddress address) {
            return null;
        }
    };

    @Test
    void scriptsCanCountNetstatsStates() {
        String out =
                on("laptop curl -s -o /dev/null www.server.com -- netstat -n").out();
        assertThat(out).startsWith("""
                Active Internet connections (w/o servers)
                Proto Recv-Q Send-Q Local Address           Foreign Address         State\s\s\s\s\s\s
                """);
        // awk '/^tcp/ {++S[$NF]} END {for(a in S) print a, S[a]}'
        assertThat(out.lines().filter(line -> line.startsWith("tcp")))
                .hasSize(1)
                .allMatch(line -> line.strip().endsWith(" TIME_WAIT"));
        assertThat(on("www netstat -tln").out())
                .endsWith("tcp6       0      0 :::80                   :::*                    LISTEN     \n");
        assertThat(on("home-router netstat -lu").out()).contains("udp6       0      0 [::]:domain             [::]:*");
    }

    @Test
    void routingTablesInTheOldForm() {
        on("laptop route -n").prints("""
                Kernel IP routing table
                Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
                0.0.0.0         192.168.1.1     0.0.0.0         UG    0      0        0 eth0
                192.168.1.0     0.0.0.0         255.255.255.0   U     0      0        0 eth0
                """);
        on("laptop netstat -rn").prints("""
                Kernel IP routing table
                Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface
                0.0.0.0         192.168.1.1     0.0.0.0         UG        0 0          0 eth0
                192.168.1.0     0.0.0.0         255.255.255.0   U         0 0          0 eth0
                """);
        assertThat(on("laptop route").out()).contains("default         home-router     0.0.0.0");
        assertThat(on("laptop route -6").out()).contains("[::]/0                         2001:db8:1::1");
    }

    @Test
    void ifconfigCountsWhatPassed() {
        on("laptop ping -q -c 1 phone -- ifconfig eth0").prints("""
                        PING phone (192.168.1.11) 56(84) bytes of data.

                        --- phone ping statistics ---
                        1 packets transmitted, 1 received, 0% packet loss, time 0ms
                        rtt min/avg/max/mdev = 0.085/0.085/0.085/0.000 ms
                        eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500
                                inet6 fe80::ff:fe05:0  prefixlen 64  scopeid 0x20<link>
                                inet 192.168.1.10  netmask 255.255.255.0  broadcast 192.168.1.255
                                inet6 2001:db8:1::10  prefixlen 64  scopeid 0x0<global>
                                ether 02:00:00:05:00:00  txqueuelen 1000  (Ethernet)
                                RX packets 2  bytes 158 (158.0 B)
                                RX errors 0  dropped 0  overruns 0  frame 0
                                TX packets 2  bytes 158 (158.0 B)
                                TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0

                        """);
        on("laptop ifconfig eth0 down -- ifconfig -- ifconfig eth7")
                .fails(1, "ifconfig: eth7: error fetching interface information: Device not found\n");
    }

    @Test
    void knobsAreTurned() {
        on("laptop sysctl -w net.ipv4.tcp_syn_retries=1 -- sysctl -n net/ipv4/tcp_syn_retries")
                .prints("net.ipv4.tcp_syn_retries = 1\n1\n");
        assertThat(on("laptop sysctl -a").out()).contains("net.ipv4.ip_forward = 0\n", "net.ipv4.tcp_");
        on("laptop sysctl -a -N -r ^net.ipv4.ip_f").prints("net.ipv4.ip_forward\n");
        on("laptop sysctl -e net.nonsense net.ipv4.ip_forward").prints("net.ipv4.ip_forward = 0\n");
        on("laptop sysctl net.ipv4.tcp_wmem").prints("net.ipv4.tcp_wmem = 4096\t16384\t4194304\n");
        on("laptop sysctl -w").fails(1, "sysctl: no variables specified; sysctl -a shows all\n");
        on("laptop sysctl net.nonsense")
                .fails(255, "sysctl: cannot stat /proc/sys/net/nonsense: No such file or directory\n");
        assertThat(on("laptop sysctl net.ipv4.ip_default_ttl=999").err())
                .startsWith("sysctl: setting key \"net.ipv4.ip_default_ttl\": Invalid argument");
    }
}
