package dev.netrarium.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flight recording of a transfer over a bad wire tells what became of its connections. */
class FlightRecordingTest {
    private static final String STATE_CHANGE = "dev.netrarium.TcpStateChange";
    private static final String RETRANSMISSION = "dev.netrarium.TcpRetransmission";
    private static final String CONGESTION_CHANGE = "dev.netrarium.TcpCongestionChange";
    private static final String DROP = "dev.netrarium.Drop";

    @TempDir
    Path folder;

    private static void lossyTransfer() throws Exception {
        try (World world = World.seeded(3)) {
            Lan lan = world.lan("192.0.2.0/24").delay(Duration.ofMillis(5)).loss(0.03);
            Node server = world.host("server").join(lan);
            Node client = world.host("client").join(lan);
            lan.corruption(0.01);
            String[] digests = Transfer.run(server, client, server.address(), 500_000);
            assertThat(digests[1]).isEqualTo(digests[0]);
        }
    }

    private List<RecordedEvent> events(Recording recording) throws Exception {
        Path file = folder.resolve("recording.jfr");
        recording.dump(file);
        List<RecordedEvent> all = RecordingFile.readAllEvents(file);
        Files.delete(file);
        return all.stream()
                .filter(e -> e.getEventType().getName().startsWith("dev.netrarium."))
                .toList();
    }

    private static List<RecordedEvent> of(List<RecordedEvent> all, String type) {
        return all.stream().filter(e -> e.getEventType().getName().equals(type)).toList();
    }

    @Test
    void everyKindIsThereWithHostEndpointsAndReason() throws Exception {
        try (Recording recording = new Recording()) {
            recording.start();
            lossyTransfer();
            recording.stop();
            List<RecordedEvent> all = events(recording);

            assertThat(of(all, STATE_CHANGE)).anySatisfy(e -> {
                assertThat(e.getString("host")).isEqualTo("client");
                assertThat(e.getString("from")).isEqualTo("SYN_SENT");
                assertThat(e.getString("to")).isEqualTo("ESTABLISHED");
                assertThat(e.getString("local")).startsWith("192.0.2.2:");
                assertThat(e.getString("remote")).isEqualTo("192.0.2.1:7000");
                assertThat(e.getDuration("worldTime")).isGreaterThanOrEqualTo(Duration.ofMillis(10));
            });
            assertThat(of(all, RETRANSMISSION)).isNotEmpty().anySatisfy(e -> {
                assertThat(e.getString("host")).isEqualTo("server");
                assertThat(e.getString("reason")).contains("RACK");
                assertThat(e.getInt("length")).isPositive();
                assertThat(e.getLong("sequenceOffset")).isPositive();
            });
            Set<String> states = new HashSet<>();
            of(all, CONGESTION_CHANGE).forEach(e -> states.add(e.getString("state")));
            assertThat(states).contains("Open", "Disorder", "Recovery");
            assertThat(of(all, CONGESTION_CHANGE))
                    .allSatisfy(e -> assertThat(e.getInt("window")).isPositive());
            assertThat(of(all, DROP)).isNotEmpty().allSatisfy(e -> {
                assertThat(e.getString("host")).isIn("client", "server");
                assertThat(e.getString("reason")).isNotBlank();
                assertThat(e.getInt("length")).isPositive();
            });
            assertThat(all).allMatch(e -> e.getStackTrace() == null);
            assertThat(all).allMatch(e -> e.getEventType().getCategoryNames().equals(List.of("Netrarium")));
        }
    }

    @Test
    void whatARecordingDoesNotWantIsNotThere() throws Exception {
        try (Recording recording = new Recording()) {
            recording.disable(CONGESTION_CHANGE);
            recording.disable(DROP);
            recording.disable(RETRANSMISSION);
            recording.start();
            lossyTransfer();
            recording.stop();
            assertThat(events(recording))
                    .isNotEmpty()
                    .allMatch(e -> e.getEventType().getName().equals(STATE_CHANGE));
        }
    }

    @Test
    void aRecordingChangesNothingInTheWorld() throws Exception {
        String without = hash();
        try (Recording recording = new Recording()) {
            recording.start();
            assertThat(hash()).isEqualTo(without);
        }
    }

    private static String hash() throws Exception {
        try (World world = World.seeded(3)) {
            Lan lan = world.lan("192.0.2.0/24").delay(Duration.ofMillis(5)).loss(0.03);
            Node server = world.host("server").join(lan);
            Node client = world.host("client").join(lan);
            Transfer.run(server, client, server.address(), 100_000);
            return world.traceHash();
        }
    }
}
