package dev.netrarium.bench.grid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The medians of a grid, beside Linux to Linux. */
public final class Report {
    private final Map<Cell, Map<Pairing, List<Double>>> goodputs = new LinkedHashMap<>();

    /** Takes a run in. */
    public void add(Run run) {
        goodputs.computeIfAbsent(run.cell(), _ -> new LinkedHashMap<>())
                .computeIfAbsent(run.pairing(), _ -> new ArrayList<>())
                .add(run.goodputMegabits());
    }

    /** What programs read of one run. */
    public static Map<String, Object> asMap(Run run) {
        Map<String, Object> map = head(run.cell(), run.pairing());
        map.put("repetition", run.repetition());
        map.put("bytes", run.bytes());
        map.put("seconds", run.seconds());
        map.put("goodput_mbit_per_s", run.goodputMegabits());
        map.put("intact", run.isIntact());
        return map;
    }

    /** What programs read at the end: a map for each cell and pairing, with the median and its ratio to Linux to Linux. */
    public List<Map<String, Object>> medians() {
        List<Map<String, Object>> all = new ArrayList<>();
        goodputs.forEach((cell, pairings) -> pairings.forEach((pairing, runs) -> {
            Map<String, Object> map = head(cell, pairing);
            map.put("runs", runs.size());
            map.put("median_mbit_per_s", median(runs));
            double ratio = ratio(cell, pairing);
            if (Double.isFinite(ratio)) {
                map.put("ratio_to_linux", ratio);
            }
            all.add(map);
        }));
        return all;
    }

    /** An aligned table: a line for each cell. */
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-16s %-6s %12s %12s %12s %8s %8s",
                "loss/RTT/reorder",
                "cc",
                "us->linux",
                "linux->us",
                "linux->linux",
                "us->/L",
                "->us/L"));
        goodputs.forEach((cell, pairings) -> lines.add(String.format(
                Locale.ROOT,
                "%-16s %-6s %12s %12s %12s %8s %8s",
                cell.path(),
                cell.controller(),
                shown(pairings, Pairing.US_TO_LINUX),
                shown(pairings, Pairing.LINUX_TO_US),
                shown(pairings, Pairing.LINUX_TO_LINUX),
                shown(ratio(cell, Pairing.US_TO_LINUX)),
                shown(ratio(cell, Pairing.LINUX_TO_US)))));
        lines.add("goodput in Mbit/s, medians; ratios to linux->linux");
        return lines;
    }

    private double ratio(Cell cell, Pairing pairing) {
        Map<Pairing, List<Double>> pairings = goodputs.getOrDefault(cell, Map.of());
        return median(pairings.getOrDefault(pairing, List.of()))
                / median(pairings.getOrDefault(Pairing.LINUX_TO_LINUX, List.of()));
    }

    private static String shown(Map<Pairing, List<Double>> pairings, Pairing pairing) {
        return shown(median(pairings.getOrDefault(pairing, List.of())));
    }

    private static String shown(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "-";
    }

    /** NaN for none. */
    private static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static Map<String, Object> head(Cell cell, Pairing pairing) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("benchmark", "grid");
        map.put("loss", cell.loss());
        map.put("rtt_ms", cell.roundTrip().toMillis());
        map.put("reordering", cell.reordering());
        map.put("controller", cell.controller());
        map.put("pairing", pairing.label());
        return map;
    }
}
