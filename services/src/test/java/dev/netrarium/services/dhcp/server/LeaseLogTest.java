package dev.netrarium.services.dhcp.server;

import static dev.netrarium.services.dhcp.TestLink.SERVER;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.services.dhcp.TestLink;
import dev.netrarium.services.dhcp.client.ClientSettings;
import dev.netrarium.services.dhcp.client.DhcpClient;
import dev.netrarium.services.dhcp.host.FileLeaseStore;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv4Address;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What outlives a server, however it ended. */
class LeaseLogTest {
    private static final Instant EPOCH = Instant.parse("2030-01-01T00:00:00Z");
    private static final ClientSettings QUICK =
            ClientSettings.DEFAULT.withCheckAddress(false).withHostName("laptop");

    private static final ServerSettings SETTINGS = ServerSettings.of(Subnet.of("192.0.2.0/24", "192.0.2.10-192.0.2.49"))
            .withProbeTimeout(ofMillis(0));

    /** Memory that survives the server, and fails when it is told to. */
    private static final class Memory implements LeaseStore {
        private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean isFull;
        private int replaced;

        @Override
        public byte[] read() {
            return bytes.toByteArray();
        }

        @Override
        public void append(byte[] more) throws IOException {
            if (isFull) {
                bytes.write(more, 0, more.length / 2);
                throw new IOException("No space left on device");
            }
            bytes.writeBytes(more);
        }

        @Override
        public void replace(byte[] all) {
            bytes = new ByteArrayOutputStream();
            bytes.writeBytes(all);
            replaced++;
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    private final Memory memory = new Memory();

    private DhcpServer begin(TestLink link, LeaseStore store, Instant epoch) throws IOException {
        DhcpServer server = link.server(SETTINGS, SERVER, new LeaseLog(store, epoch));
        server.load(link.now);
        return server;
    }

    private static DhcpClient client(TestLink link, int number) {
        DhcpClient client = link.client(number, QUICK);
        client.start(link.now);
        link.run(ofMillis(100));
        return client;
    }

    @Test
    void aServerThatBeginsAgainKnowsItsLeases() throws IOException {
        TestLink before = new TestLink();
        begin(before, memory, EPOCH);
        Ipv4Address address = client(before, 1).lease().address();
        client(before, 2).release(before.now);
        before.run(ofSeconds(1));

        TestLink after = new TestLink();
        DhcpServer again = begin(after, memory, EPOCH.plusSeconds(600));
        assertThat(again.leases(0))
                .extracting(LeaseEntry::state)
                .containsExactlyInAnyOrder(LeaseState.LEASED, LeaseState.RELEASED);
        LeaseEntry kept = again.leases(0).stream()
                .filter(e -> e.address().equals(address))
                .findFirst()
                .orElseThrow();
        assertThat(kept.hostName()).isEqualTo("laptop");
        assertThat(kept.client()).isEqualTo(ClientKey.ofIdentifier(ByteString.ofHex("01020000000001")));
        assertThat(kept.endsNanos()).as("in calendar time").isBetween(2999_000_000_000L, 3001_000_000_000L);
        assertThat(client(after, 1).lease().address()).isEqualTo(address);
    }

    @Test
    void aLineThatWasBeingWrittenIsIgnoredAndTheNextIsNotGluedToIt() throws IOException {
        TestLink before = new TestLink();
        begin(before, memory, EPOCH);
        client(before, 1);
        client(before, 2);
        byte[] whole = memory.read();
        int lastLine = memory.text().stripTrailing().lastIndexOf('\n') + 1;
        for (int cut = lastLine + 1; cut < whole.length; cut += 7) {
            Memory torn = new Memory();
            torn.bytes.write(whole, 0, cut);
            TestLink after = new TestLink();
            DhcpServer again = after.server(SETTINGS, SERVER, new LeaseLog(torn, EPOCH));
            assertThat(again.load(0)).containsExactly("line 2 was being written when the server ended; it is ignored");
            assertThat(again.leases(0)).hasSize(1);
            client(after, 3);
            TestLink third = new TestLink();
            DhcpServer last = third.server(SETTINGS, SERVER, new LeaseLog(torn, EPOCH));
            assertThat(last.load(0)).isEmpty();
            assertThat(last.leases(0)).hasSize(2);
        }
    }

    @Test
    void aDamagedLineIsNamedAndTheOthersCount() throws IOException {
        TestLink before = new TestLink();
        begin(before, memory, EPOCH);
        client(before, 1);
        client(before, 2);
        client(before, 3);
        List<String> lines = memory.text().lines().toList();
        String bad = lines.get(1).replace("leased", "leasde");
        memory.replace((lines.get(0) + "\n" + bad + "\n" + lines.get(2) + "\n").getBytes(StandardCharsets.UTF_8));
        TestLink after = new TestLink();
        DhcpServer again = after.server(SETTINGS, SERVER, new LeaseLog(memory, EPOCH));
        assertThat(again.load(0)).containsExactly("line 2 is damaged and ignored: \"" + bad + "\"");
        assertThat(again.leases(0)).hasSize(2);
    }

    @Test
    void aLeaseThatCannotBeWrittenIsNotGiven() throws IOException {
        TestLink link = new TestLink();
        DhcpServer server = begin(link, memory, EPOCH);
        DhcpClient known = client(link, 1);
        memory.isFull = true;
        DhcpClient unlucky = client(link, 2);
        assertThat(unlucky.lease()).isNull();
        assertThat(server.tally().of(ServerCount.DROPPED_LOG_FAILED)).isEqualTo(1);
        known.renew(link.now);
        link.run(ofSeconds(1));
        assertThat(server.leases(link.now))
                .filteredOn(e -> e.state() == LeaseState.LEASED)
                .as("what was given before runs on")
                .hasSize(1);
        memory.isFull = false;
        link.run(ofSeconds(10));
        assertThat(unlucky.lease()).as("it asks again").isNotNull();
        TestLink after = new TestLink();
        DhcpServer again = after.server(SETTINGS, SERVER, new LeaseLog(memory, EPOCH));
        assertThat(again.load(0)).isEmpty();
        assertThat(again.leases(0))
                .filteredOn(e -> e.state() == LeaseState.LEASED)
                .hasSize(2);
    }

    @Test
    void theLogDoesNotGrowForEver() throws IOException {
        TestLink link = new TestLink();
        begin(link, memory, EPOCH);
        DhcpClient client = client(link, 1);
        for (int i = 0; i < 3000; i++) {
            client.renew(link.now);
            link.run(ofMillis(10));
        }
        assertThat(memory.text().lines().count()).isLessThan(1100);
        assertThat(memory.replaced).isBetween(2, 3);
    }

    @Test
    void inAFileTooAndWhateverIsInIt(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("leases");
        TestLink before = new TestLink();
        begin(before, new FileLeaseStore(file), EPOCH);
        Ipv4Address address = client(before, 1).lease().address();
        assertThat(Files.readString(file))
                .matches("(?s)" + address
                        + " leased \\d+ id=01020000000001 01020000000001 - 6c6170746f70 [0-9a-f]{8}\n");
        Random chance = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] b = Files.readAllBytes(file);
            byte[] damaged = i % 3 == 0 ? new byte[chance.nextInt(500)] : b.clone();
            if (i % 3 == 0) {
                chance.nextBytes(damaged);
            } else {
                damaged[chance.nextInt(damaged.length)] = (byte) chance.nextInt();
            }
            Path bad = folder.resolve("bad");
            Files.write(bad, damaged);
            TestLink after = new TestLink();
            DhcpServer again = after.server(SETTINGS, SERVER, new LeaseLog(new FileLeaseStore(bad), EPOCH));
            again.load(0);
            assertThat(again.leases(0)).hasSizeLessThanOrEqualTo(1);
        }
    }
}
