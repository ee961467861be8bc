package dev.netrarium.bench.grid;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One path and one controller.
 *
 * @param loss probability that a frame is lost, each way
 * @param roundTrip the delay there and back
 * @param reordering probability that a frame is held back and overtaken, each way
 * @param controller the sender's congestion control, by Linux's name
 */
public record Cell(double loss, Duration roundTrip, double reordering, String controller) {
    private static final List<Double> LOSSES = List.of(0.0, 0.001, 0.01, 0.03);
    private static final List<Duration> ROUND_TRIPS =
            List.of(Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofMillis(100));
    private static final List<Double> REORDERINGS = List.of(0.0, 0.01);
    private static final Pattern FORM = Pattern.compile("([\\d.]+)%/(\\d+)ms/([\\d.]+)%");

    /** The whole grid: all losses, round trips and reorderings. */
    public static List<Cell> grid(String controller) {
        List<Cell> cells = new ArrayList<>();
        for (double loss : LOSSES) {
            for (Duration roundTrip : ROUND_TRIPS) {
                for (double reordering : REORDERINGS) {
                    cells.add(new Cell(loss, roundTrip, reordering, controller));
                }
            }
        }
        return cells;
    }

    /**
     * Reads a path as {@link #path} writes it: {@code 1%/20ms/0%}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Cell of(String path, String controller) {
        Matcher m = FORM.matcher(path);
        if (m.matches()) {
            double loss = Double.parseDouble(m.group(1)) / 100;
            long millis = Long.parseLong(m.group(2));
            double reordering = Double.parseDouble(m.group(3)) / 100;
            if (loss < 1 && reordering < 1 && millis <= 10_000) {
                return new Cell(loss, Duration.ofMillis(millis), reordering, controller);
            }
        }
        throw new IllegalArgumentException(
                "\"" + path + "\" is no cell: write loss/round trip/reordering, such as 1%/20ms/0%");
    }

    /** Loss, round trip and reordering: {@code 0.1%/20ms/1%}. */
    public String path() {
        return percent(loss) + "/" + roundTrip.toMillis() + "ms/" + percent(reordering);
    }

    private static String percent(double probability) {
        return BigDecimal.valueOf(probability)
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString() + "%";
    }
}
