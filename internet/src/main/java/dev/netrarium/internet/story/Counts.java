package dev.netrarium.internet.story;

import dev.netrarium.stack.HostEvent;
import dev.netrarium.world.TraceRecord;

/** Counts what a story's summary tells: frames and bytes that hosts put on wires, and what became of them. */
final class Counts {
    private final Places places;
    private long frames;
    private long bytes;
    private long lost;
    private long retransmissions;

    Counts(Places places) {
        this.places = places;
    }

    /** Frames that hosts put on wires; what switches pass on is the same frame and is not counted again. */
    long frames() {
        return frames;
    }

    long bytes() {
        return bytes;
    }

    long lost() {
        return lost;
    }

    long retransmissions() {
        return retransmissions;
    }

    void clear() {
        frames = 0;
        bytes = 0;
        lost = 0;
        retransmissions = 0;
    }

    void count(TraceRecord what) {
        switch (what) {
            case TraceRecord.FrameSent sent
            when places.source(sent.direction()) != null -> {
                frames++;
                bytes += sent.bytes().length;
            }
            case TraceRecord.FrameDropped _ -> lost++;
            case TraceRecord.OnHost host when host.event() instanceof HostEvent.TcpRetransmitted -> retransmissions++;
            default -> {}
        }
    }
}
