package dev.netrarium.scenario;

import dev.netrarium.world.BurstLoss;
import dev.netrarium.world.Conditions;
import dev.netrarium.world.QueueLimit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The words for conditions, each with a value of one line: {@code loss: 1%}, {@code queue: 100 packets},
 * {@code burst-loss: 1% 25%}, {@code reordering: 2% 1ms}.
 */
final class ConditionWords {
    /** All keys, in the order of writing. */
    static final List<String> KEYS = List.of(
            "delay",
            "jitter",
            "bandwidth",
            "queue",
            "loss",
            "burst-loss",
            "duplication",
            "reordering",
            "corruption",
            "frame-errors",
            "mtu",
            "cut");

    private ConditionWords() {}

    /**
     * Sets one condition.
     *
     * @throws IllegalArgumentException when the value does not fit; the text says what would
     */
    static void set(Conditions.Change draft, String key, String value) {
        switch (key) {
            case "delay" -> draft.delay(Quantities.duration(value));
            case "jitter" -> draft.jitter(Quantities.duration(value));
            case "bandwidth" -> draft.bandwidth(Quantities.bitsPerSecond(value));
            case "queue" -> draft.queue(queue(value));
            case "loss" -> draft.loss(Quantities.probability(value));
            case "burst-loss" -> draft.burstLoss(value.equals("none") ? null : burstLoss(value));
            case "duplication" -> draft.duplication(Quantities.probability(value));
            case "reordering" -> reordering(draft, value);
            case "corruption" -> draft.corruption(Quantities.probability(value));
            case "frame-errors" -> draft.frameErrors(Quantities.probability(value));
            case "mtu" -> draft.mtu(wholeNumber(value, "an MTU in bytes, such as 1500"));
            case "cut" -> draft.cut(truth(value));
            default -> throw new IllegalArgumentException("unknown condition \"" + key + "\"");
        }
    }

    /** What differs between two conditions, as words. */
    static Map<String, String> difference(Conditions from, Conditions to) {
        Map<String, String> words = new LinkedHashMap<>();
        Map<String, String> before = words(from);
        words(to).forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                words.put(key, value);
            }
        });
        return words;
    }

    static boolean truth(String value) {
        return switch (value) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException("\"" + value + "\" is neither true nor false");
        };
    }

    private static Map<String, String> words(Conditions c) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("delay", Quantities.text(c.delay()));
        words.put("jitter", Quantities.text(c.jitter()));
        words.put("bandwidth", Quantities.rateText(c.bandwidthBitsPerSecond()));
        words.put("queue", queueText(c.queue()));
        words.put("loss", Quantities.probabilityText(c.loss()));
        BurstLoss burst = c.burstLoss();
        words.put("burst-loss", burst == null ? "none" : burstText(burst));
        words.put("duplication", Quantities.probabilityText(c.duplication()));
        words.put(
                "reordering", Quantities.probabilityText(c.reordering()) + " " + Quantities.text(c.reorderingDelay()));
        words.put("corruption", Quantities.probabilityText(c.corruption()));
        words.put("frame-errors", Quantities.probabilityText(c.frameErrors()));
        words.put("mtu", Integer.toString(c.mtuBytes()));
        words.put("cut", Boolean.toString(c.cut()));
        return words;
    }

    private static QueueLimit queue(String value) {
        if (value.equals("none")) {
            return QueueLimit.BACKPRESSURE;
        }
        int packets = 0;
        long bytes = 0;
        for (String part : value.split(",")) {
            String[] words = part.strip().split(" ");
            if (words.length == 2 && words[1].startsWith("packet")) {
                packets = wholeNumber(words[0], "a number of packets");
            } else if (words.length == 2 && words[1].startsWith("byte")) {
                bytes = wholeNumber(words[0], "a number of bytes");
            } else {
                throw new IllegalArgumentException(
                        "\"" + value + "\" is no queue; write 100 packets, 64000 bytes, both with a comma, or none");
            }
        }
        return new QueueLimit(packets, bytes);
    }

    private static String queueText(QueueLimit limit) {
        if (limit.equals(QueueLimit.BACKPRESSURE)) {
            return "none";
        }
        String packets = limit.packets() + " packets";
        String bytes = limit.bytes() + " bytes";
        return limit.bytes() == 0 ? packets : limit.packets() == 0 ? bytes : packets + ", " + bytes;
    }

    private static BurstLoss burstLoss(String value) {
        String[] words = value.strip().split(" +");
        if (words.length != 2 && words.length != 4) {
            throw new IllegalArgumentException(
                    "\"" + value + "\" is no burst loss; write the probabilities of going bad"
                            + " and good again, 1% 25%, and, if wanted, of loss in the bad and the good state, 100% 0%");
        }
        double[] p = new double[4];
        p[2] = 1;
        for (int i = 0; i < words.length; i++) {
            p[i] = Quantities.probability(words[i]);
        }
        return new BurstLoss(p[0], p[1], p[2], p[3]);
    }

    private static String burstText(BurstLoss burst) {
        String text =
                Quantities.probabilityText(burst.goodToBad()) + " " + Quantities.probabilityText(burst.badToGood());
        if (burst.lossInBad() == 1 && burst.lossInGood() == 0) {
            return text;
        }
        return text + " " + Quantities.probabilityText(burst.lossInBad()) + " "
                + Quantities.probabilityText(burst.lossInGood());
    }

    private static void reordering(Conditions.Change draft, String value) {
        String[] words = value.strip().split(" +");
        if (words.length > 2) {
            throw new IllegalArgumentException(
                    "\"" + value + "\" is no reordering; write how often and by how much frames are held back: 2% 1ms");
        }
        Duration heldBack = words.length == 2 ? Quantities.duration(words[1]) : Conditions.PERFECT.reorderingDelay();
        draft.reordering(Quantities.probability(words[0]), heldBack);
    }

    private static int wholeNumber(String value, String what) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + value + "\" is not " + what);
        }
    }
}
