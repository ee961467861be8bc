package dev.netrarium.stack.nat;

import dev.netrarium.stack.HostEvent;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.TimerQueue;
import dev.netrarium.stack.Verdict;
import dev.netrarium.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** A translator between 10.0.0.0/8 and the world, where the router is 203.0.113.1. Each call is one packet's passage. */
final class HomeRouter {
    final PacketText packets = new PacketText();
    final TimerQueue timers = new TimerQueue();
    final List<HostEvent> events = new ArrayList<>();
    final Translator translator;
    boolean recording = true;
    long now;
    int address = (int) IpAddress.of("203.0.113.1").low();

    HomeRouter(int maxFlows) {
        translator = new Translator(timers, RandomStream.of(3, "router", "nat"), maxFlows, () -> address, (at, e) -> {
            if (recording) {
                events.add(e);
            }
        });
    }

    /** From inside to the world: what leaves, or why it does not. */
    String out(Packet packet) {
        return pass(packet, false, true);
    }

    /** From the world inwards. */
    String in(Packet packet) {
        return pass(packet, true, false);
    }

    /** From inside to inside. */
    String within(Packet packet) {
        return pass(packet, false, false);
    }

    /** Made by the router itself, for the world. */
    String own(Packet packet) {
        return finish(packet, translator.postrouting(now, packet, true));
    }

    void afterSeconds(long seconds) {
        now += seconds * 1_000_000_000L;
        timers.expire(now);
    }

    int flows() {
        return translator.tracking().size();
    }

    private String pass(Packet packet, boolean fromOutside, boolean toOutside) {
        Verdict verdict = translator.prerouting(now, packet, fromOutside);
        if (verdict instanceof Verdict.Accept) {
            verdict = translator.postrouting(now, packet, toOutside);
        }
        return finish(packet, verdict);
    }

    private static String finish(Packet packet, Verdict verdict) {
        String text = verdict instanceof Verdict.Drop drop ? drop.reason().name() : PacketText.of(packet);
        packet.release();
        return text;
    }
}
