package dev.netrarium.internet.story;

import dev.netrarium.stack.Cause;
import dev.netrarium.world.Direction;
import dev.netrarium.world.TraceRecord;
import dev.netrarium.world.TraceRecord.FrameDelivered;
import dev.netrarium.world.TraceRecord.FrameDropped;
import dev.netrarium.world.TraceRecord.FrameSent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows packets from host to host: which packet each frame is, wherever it goes and whatever is made of it. */
final class Journeys {
    /** Journeys kept for drawing; packets beyond are counted, not drawn. */
    private static final int MAX_KEPT = 20_000;

    /** Packets followed at a time; the oldest are forgotten first. */
    private static final int MAX_FOLLOWED = 65_536;

    private final Places places;
    private final List<Journey> all = new ArrayList<>();
    private final Map<Long, Journey> byPacket = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Journey> eldest) {
            return size() > MAX_FOLLOWED;
        }
    };

    /** Frames on a wire to the host that they are for: {@code id|wire}. */
    private final Set<String> due = new LinkedHashSet<>();

    Journeys(Places places) {
        this.places = places;
    }

    /** In order of sending. */
    List<Journey> all() {
        return Collections.unmodifiableList(all);
    }

    @Nullable Journey of(long packetId) {
        return byPacket.get(packetId);
    }

    void begin(Journey journey) {
        byPacket.put(journey.packetId(), journey);
        if (all.size() < MAX_KEPT) {
            all.add(journey);
        }
    }

    /** Joins a packet to the journey of the one that it was made from; null when nobody follows that one. */
    @Nullable Journey join(FrameSent sent, FrameFacts frame) {
        Journey known = byPacket.get(sent.packetId());
        if (known == null && sent.parentId() != 0 && isSamePacket(sent.cause())) {
            known = byPacket.get(sent.parentId());
            if (known != null) {
                byPacket.put(sent.packetId(), known);
            }
        }
        expect(sent, frame);
        return known;
    }

    /** Notes a frame that is on the last wire before a host that takes it. */
    void expect(FrameSent sent, FrameFacts frame) {
        if (due.size() < MAX_FOLLOWED && places.takes(sent.direction(), frame)) {
            due.add(key(sent.packetId(), sent.direction()));
        }
    }

    void follow(TraceRecord what) {
        switch (what) {
            case FrameDelivered delivered -> {
                Journey journey = byPacket.get(delivered.packetId());
                String host = places.destination(delivered.direction());
                if (due.remove(key(delivered.packetId(), delivered.direction())) && journey != null && host != null) {
                    journey.arrive(host, delivered.atNanos());
                }
            }
            case FrameDropped dropped -> {
                Journey journey = byPacket.get(dropped.packetId());
                boolean awaited = due.remove(key(dropped.packetId(), dropped.direction()));
                if (journey != null && (awaited || places.destination(dropped.direction()) == null)) {
                    journey.lose(dropped.reason().sentence());
                }
            }
            default -> {}
        }
    }

    private static String key(long packetId, Direction direction) {
        return packetId + "|" + direction.name();
    }

    /** A forwarded packet is the same one to people; an answer is not. */
    private static boolean isSamePacket(@Nullable Cause cause) {
        return !(cause instanceof Cause.Answer) && !(cause instanceof Cause.Resolution);
    }
}
