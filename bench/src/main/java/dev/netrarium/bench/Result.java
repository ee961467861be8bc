package dev.netrarium.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run of a benchmark found.
 *
 * @param benchmark its name: {@code tcp}, {@code world}, {@code idle}
 * @param variant what distinguishes this run from others of the same benchmark, such as {@code 64k}
 * @param figures the numbers, most important first
 */
public record Result(String benchmark, String variant, List<Figure> figures) {
    private static final String GAP = "  ";

    public Result {
        figures = List.copyOf(figures);
    }

    /**
     * The number with that key.
     *
     * @throws IllegalArgumentException when there is none
     */
    public double value(String key) {
        return figures.stream()
                .filter(figure -> figure.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(benchmark + " has no figure " + key))
                .value();
    }

    /** Names and numbers in the order of a JSON object; numbers that were not measured are left out. */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("benchmark", benchmark);
        map.put("variant", variant);
        for (Figure figure : figures) {
            if (Double.isFinite(figure.value())) {
                map.put(figure.key(), figure.value());
            }
        }
        return map;
    }

    /** An aligned table of runs of one benchmark: a line for each figure, a column for each run. */
    public static List<String> table(List<Result> runs) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(new ArrayList<>(List.of(runs.getFirst().benchmark)));
        for (Figure figure : runs.getFirst().figures) {
            rows.add(new ArrayList<>(List.of(figure.label())));
        }
        for (Result run : runs) {
            rows.getFirst().add(run.variant);
            for (int i = 0; i < run.figures.size(); i++) {
                rows.get(i + 1).add(run.figures.get(i).text());
            }
        }
        int labels = width(rows, 0);
        return rows.stream()
                .map(row -> {
                    StringBuilder line = new StringBuilder(row.getFirst());
                    line.append(" ".repeat(labels - line.length()));
                    for (int column = 1; column < row.size(); column++) {
                        String cell = row.get(column);
                        line.append(GAP)
                                .append(" ".repeat(width(rows, column) - cell.length()))
                                .append(cell);
                    }
                    return line.toString();
                })
                .toList();
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
