package dev.netrarium.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.wire.capture.CaptureReader;
import dev.netrarium.wire.capture.CapturedPacket;
import dev.netrarium.world.TraceRecord.FrameDelivered;
import dev.netrarium.world.TraceRecord.FrameDropped;
import dev.netrarium.world.TraceRecord.FrameSent;
import dev.netrarium.world.TraceRecord.OnHost;
import dev.netrarium.world.TraceRecord.ProgramChanged;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Traces and captures of a world with two hosts and a router between them. */
@Timeout(30)
class ObservationTest {
    private static final int BYTES = 30_000;

    private final World world = World.seeded(4);
    private final Lan near = world.lan("near", "192.0.2.0/24").delay(Duration.ofMillis(1));
    private final Lan far = world.lan("far", "198.51.100.0/24").delay(Duration.ofMillis(1));
    private final Node router = world.router("router").join(near).join(far);
    private final Node client = world.host("client").join(near);
    private final Node server = world.host("server").join(far);

    ObservationTest() {
        near.gateway(router);
        far.gateway(router);
    }

    private static <T extends TraceRecord> List<T> only(Class<T> type, List<TraceRecord> records) {
        return records.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void aTraceTellsEveryFrameInTheOrderOfTimeWithItsCauseAndItsParent() throws Exception {
        Trace trace = world.trace();
        Transfer.run(server, client, server.address(), BYTES);
        world.close();

        List<TraceRecord> records = trace.records();
        assertThat(records.stream().mapToLong(TraceRecord::atNanos).toArray()).isSorted();
        List<FrameSent> sent = only(FrameSent.class, records);
        assertThat(sent).allSatisfy(frame -> {
            assertThat(frame.packetId()).isPositive();
            assertThat(frame.cause()).as("cause of %s", frame).isNotNull();
        });
        assertThat(sent.stream()
                        .filter(f -> f.direction().name().startsWith("router"))
                        .filter(f -> f.bytes().length > 1000))
                .isNotEmpty()
                .allSatisfy(f -> assertThat(f.parentId()).isPositive());
        assertThat(only(FrameDelivered.class, records)).hasSizeGreaterThan(sent.size() / 2);
        assertThat(only(OnHost.class, records)).anyMatch(e -> e.node() == client);
        assertThat(only(ProgramChanged.class, records)).hasSize(2);
    }

    @Test
    void droppedFramesSayWhy() throws Exception {
        Trace trace = world.trace();
        far.loss(0.2);
        Transfer.run(server, client, server.address(), BYTES);
        world.close();

        List<FrameDropped> dropped = only(FrameDropped.class, trace.records());
        assertThat(dropped).isNotEmpty().allMatch(d -> d.reason() == LinkDrop.LOST);
        assertThat(only(FrameSent.class, trace.records()).stream().map(FrameSent::packetId))
                .containsAll(dropped.stream().map(FrameDropped::packetId).toList());
    }

    @Test
    void aListenerHearsUntilItsTraceIsClosed() throws Exception {
        List<TraceRecord> heard = new ArrayList<>();
        Trace trace = world.trace(heard::add);
        Transfer.run(server, client, server.address(), 100);
        trace.close();
        int before = heard.size();
        Transfer.run(client, server, client.address(), 100);
        world.close();

        assertThat(before).isPositive();
        assertThat(heard).hasSize(before);
        assertThat(trace.records()).isEmpty();
    }

    @Test
    void severalCapturesEachSeeWhatPassesTheirPlace() throws Exception {
        ByteArrayOutputStream onLan = new ByteArrayOutputStream();
        ByteArrayOutputStream onPort = new ByteArrayOutputStream();
        Capture lanCapture = world.capture(near).to(onLan);
        Capture portCapture = world.capture(client.port(near)).to(onPort);
        Transfer.run(server, client, server.address(), BYTES);
        long clientFrames = client.port(near).outward().statistics().sentFrames()
                + client.port(near).inward().statistics().deliveredFrames();
        world.close();

        assertThat(portCapture.packets()).isEqualTo(clientFrames);
        List<CapturedPacket> packets = read(onPort);
        assertThat(packets).hasSize((int) clientFrames);
        assertThat(packets).extracting(p -> p.captureInterface().name()).containsOnly("client:eth0");
        assertThat(packets.get(0).timestampNanos()).isEqualTo(world.epoch().getEpochSecond() * 1_000_000_000L);
        assertThat(packets).allSatisfy(p -> assertThat(p.options().packetId()).isPresent());
        assertThat(packets).anySatisfy(p -> assertThat(p.options().comments()).isNotEmpty());
        List<CapturedPacket> ofLan = read(onLan);
        assertThat(ofLan).hasSize((int) lanCapture.packets());
        assertThat(ofLan).extracting(p -> p.captureInterface().name()).contains("client:eth0", "router:eth0");
    }

    @Test
    void aCaptureThatCannotBeWrittenStopsNothingAndIsReported() throws Exception {
        OutputStream full = new OutputStream() {
            private int room = 100_000;

            @Override
            public void write(int b) throws IOException {
                write(new byte[1], 0, 1);
            }

            @Override
            public void write(byte[] b, int at, int length) throws IOException {
                room -= length;
                if (room < 0) {
                    throw new IOException("no space left");
                }
            }
        };
        world.capture(near).to(full);
        String[] digests = Transfer.run(server, client, server.address(), 300_000);

        assertThat(digests[1]).isEqualTo(digests[0]);
        assertThatThrownBy(world::close).hasMessageContaining("no space left");
    }

    private static List<CapturedPacket> read(ByteArrayOutputStream file) throws IOException {
        List<CapturedPacket> packets = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(file.toByteArray()))) {
            CapturedPacket packet;
            while ((packet = reader.next()) != null) {
                packets.add(packet);
            }
        }
        return packets;
    }
}
