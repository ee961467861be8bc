package dev.netrarium.cli.tools;

import static dev.netrarium.cli.CommandRun.on;
import static dev.netrarium.cli.CommandRun.onWithInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.cli.CommandRun;
import org.junit.jupiter.api.Test;

/** Standard input and output at the other end of a network. */
class TelnetAndNcTest {
    @Test
    void telnetSaysThatThePortIsOpen() {
        on("laptop telnet www 80").prints("Trying 192.0.2.80...\nConnected to www.\nEscape character is '^]'.\n");
    }

    @Test
    void telnetSaysThatNobodyListens() {
        CommandRun run = on("laptop telnet www 81");
        assertThat(run.out()).isEqualTo("Trying 192.0.2.80...\nTrying 2001:db8:2::80...\n");
        run.fails(1, "telnet: Unable to connect to remote host: Connection refused\n");
        on("laptop telnet nowhere.server.com 80")
                .fails(1, "telnet: could not resolve nowhere.server.com/80: Name or service not known\n");
    }

    @Test
    void whatIsTypedIntoTelnetIsSentAndTheAnswerPrinted() {
        CommandRun run = onWithInput("HEAD / HTTP/1.0\r\n\r\n", "laptop telnet -6 www http");
        assertThat(run.out())
                .startsWith("Trying 2001:db8:2::80...\nConnected to www.\n")
                .contains("HTTP/1.1 200 OK\r\n");
        run.fails(1, "Connection closed by foreign host.\n");
    }

    @Test
    void ncScansPorts() {
        on("laptop nc -4 -zv www 79-81").fails(0, """
                        nc: connect to www (192.0.2.80) port 79 (tcp) failed: Connection refused
                        Connection to www (192.0.2.80) 80 port [tcp/http] succeeded!
                        nc: connect to www (192.0.2.80) port 81 (tcp) failed: Connection refused
                        """);
        on("laptop nc -z www 81").fails(1, "");
    }

    @Test
    void oneNcTalksToAnother() {
        CommandRun run = onWithInput("hello\n", "www nc -v -l 9000 -- on laptop nc -v -N www 9000");
        assertThat(run.out()).isEqualTo("hello\n");
        run.fails(0, """
                Listening on :: 9000
                Connection to www (192.0.2.80) 9000 port [tcp/*] succeeded!
                Connection received on home-router 52281
                """.replace("52281", run.err().replaceAll("(?s).*home-router (\\d+).*", "$1")));
    }

    @Test
    void datagramsArriveToo() {
        CommandRun run =
                onWithInput("hello\n", "phone nc -u -l -w 20 9000 -- on laptop nc -u -q 1 2001:db8:1::11 9000");
        assertThat(run.out()).isEqualTo("hello\n");
        on("laptop nc -u -zv phone 9000")
                .fails(1, "nc: connect to phone (192.168.1.11) port 9000 (udp) failed: Connection refused\n");
    }

    @Test
    void aPortIsTakenOnce() {
        on("www nc -l 80").fails(1, "nc: Address already in use\n");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        on("laptop nc www").fails(2, "nc: Name a host and a port: nc www 80.\n");
        on("laptop nc www 70000").fails(1, "nc: port number invalid: 70000\n");
        on("laptop nc nowhere.server.com 80")
                .fails(1, "nc: getaddrinfo for host \"nowhere.server.com\" port 80: Name or service not known\n");
    }
}
