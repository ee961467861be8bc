package dev.netrarium.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the runner or the host does not have is told, and never passes. */
class UnsupportedTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+0 `rm -rf /tmp/x`",
                "+0 `sysctl -q net.ipv4.tcp_no_such_knob=1`",
                "+0 `tc qdisc add dev tun0 root sfq`",
                "+0 `ip route change 192.0.2.0/24 dev tun0 quickack 1`",
                "+0 splice(3, 0, 4, 0, 1000, 0) = 1000",
                "+0 setsockopt(3, SOL_NOSUCH, SO_REUSEADDR, [1], 4) = 0",
                "+0 %{ assert tcpi_no_such_field == 1 }%",
                "+0 %{ for x in y: pass }%",
                "+0 < gre 192.0.2.1 > 192.0.2.2: . 1:1(0) ack 1 win 100",
            })
    void isNotPassedOver(String event) {
        assertThat(new Drill(false).run("u.pkt", "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n" + event + "\n"))
                .isNotEmpty()
                .allSatisfy(result -> {
                    assertThat(result.verdict()).isEqualTo(ScriptResult.Verdict.UNSUPPORTED);
                    assertThat(result.explanation()).startsWith("unsupported: u.pkt:2: ");
                });
    }

    @Test
    void anUnknownOptionIsUnsupported() {
        assertThat(new Drill(false).run("u.pkt", "--no_such\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3"))
                .allMatch(result -> result.verdict() == ScriptResult.Verdict.UNSUPPORTED);
    }

    @Test
    void anOptionWithAValueItCannotHaveIsAFailure() {
        for (String option : List.of("--ip_version=ipv5", "--mtu=9", "--bind_port=x", "--local_ip=::1")) {
            assertThat(new Drill(false).run("u-v4.pkt", option + "\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3"))
                    .singleElement()
                    .satisfies(result -> assertThat(result.explanation()).startsWith("line 1: " + option));
        }
    }

    @Test
    void knobsOfTheProfileThatHostsLackAreNamed() {
        assertThat(Drill.missingKnobs()).allMatch(name -> name.startsWith("net.ipv4.tcp_"));
    }

    @Test
    void commandsReachTheHost() {
        assertThat(new Drill(false).run("sysctl-v4.pkt", """
                `sysctl -q net.ipv4.tcp_rmem="4096 50000 60000" net/ipv4/tcp_sack=0`
                0  socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 `ip route change default via 192.168.0.2 dev tun0 advmss 700`
                +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
                +0 `nstat -n`
                +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
                +0 > S 0:0(0) <mss 700,nop,nop,TS val 1 ecr 0,nop,wscale 0>
                +0 `nstat | grep TcpActiveOpens | grep -q " 1 "`
                """))
                .allSatisfy(result -> assertThat(result.explanation()).isEmpty());
    }

    @Test
    void whatAScriptTurnedIsRestored() {
        assertThat(new Drill(false).run("restore-v4.pkt", """
                `./set_sysctls.py /proc/sys/net/ipv4/tcp_sack=0 /proc/sys/net/ipv4/tcp_timestamps=0`
                0  socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
                +0 `/tmp/sysctl_restore_${PPID}.sh`
                +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
                +0 > S 0:0(0) <mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 8>
                """))
                .allSatisfy(result -> assertThat(result.explanation()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "epoll_wait(5, {events=EPOLLIN, fd=4}, 1, 0) = 1",
                "recvmsg(3, {msg_name(...)=..., msg_iov(1)=[{..., 100}], msg_flags=0,"
                        + " msg_control=[{cmsg_level=SOL_SOCKET, cmsg_type=37, cmsg_data=...}]}, 0) = 100",
                "sendfile(3, 5, [0], 100) = 100",
                "getsockopt(3, SOL_SOCKET, SO_NO_SUCH_OPTION, [1], [4]) = 0",
            })
    void aCallOrArgumentThatIsNotKnownIsUnsupported(String call) {
        assertThat(new Drill(false).run("u.pkt", "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 " + call + "\n"))
                .isNotEmpty()
                .allSatisfy(result -> assertThat(result.verdict()).isEqualTo(ScriptResult.Verdict.UNSUPPORTED));
    }
}
