package dev.netrarium.scenario;

import dev.netrarium.scenario.YamlTree.Entry;
import dev.netrarium.scenario.YamlTree.Mapping;
import dev.netrarium.scenario.YamlTree.Scalar;
import dev.netrarium.scenario.YamlTree.Sequence;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.world.Conditions;
import dev.netrarium.world.WorldSettings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a scenario from YAML, and says of every mistake where it is and what would be right. */
final class ScenarioReader {
    private static final List<String> TOP_KEYS = List.of("seed", "epoch", "lans", "hosts", "links", "events");
    private static final List<String> HOST_KEYS = List.of("router", "lans", "routes", "programs");
    private static final List<String> LINK_KEYS =
            List.of("name", "left", "left-addresses", "right", "right-addresses", "forward", "backward");
    private static final List<String> LAN_KEYS = List.of("prefixes", "gateway");
    private static final List<String> EVENT_KEYS = List.of("at", "on", "way");

    private final String file;

    /** Names that have been introduced: what others may refer to. */
    private final Set<String> lanNames = new TreeSet<>();

    private final Set<String> hostNames = new TreeSet<>();
    private final Set<String> linkNames = new TreeSet<>();

    private ScenarioReader(String file) {
        this.file = file;
    }

    static Scenario read(String file, String yaml) {
        return new ScenarioReader(file).scenario(YamlTree.parse(file, yaml));
    }

    private Scenario scenario(YamlTree tree) {
        Mapping top = mapping(tree, "a scenario");
        check(top, TOP_KEYS, "a scenario");
        Map<String, Entry> lans = members(top, "lans");
        Map<String, Entry> hosts = members(top, "hosts");
        lanNames.addAll(lans.keySet());
        hostNames.addAll(hosts.keySet());

        long seed = value(top, "seed", 0L, Long::parseLong, "a whole number");
        Instant epoch = value(top, "epoch", WorldSettings.DEFAULT.epoch(), ScenarioReader::instant, "");
        List<LanEntry> lanEntries = new ArrayList<>();
        lans.forEach((name, entry) -> lanEntries.add(lan(name, entry)));
        List<HostEntry> hostEntries = new ArrayList<>();
        hosts.forEach((name, entry) -> hostEntries.add(host(name, entry)));
        List<LinkEntry> linkEntries = new ArrayList<>();
        items(top, "links").forEach(item -> linkEntries.add(link(item)));
        List<EventEntry> eventEntries = new ArrayList<>();
        items(top, "events").forEach(item -> eventEntries.add(event(item)));
        return new Scenario(seed, epoch, lanEntries, hostEntries, linkEntries, eventEntries);
    }

    private LanEntry lan(String name, Entry entry) {
        String what = "lan " + name;
        Mapping map = mappingOrNothing(entry.value(), what);
        check(map, joined(LAN_KEYS, ConditionWords.KEYS), what);
        List<String> prefixes = texts(map, "prefixes", IpPrefix::of);
        String gateway = reference(map, "gateway", hostNames, "host");
        return new LanEntry(name, prefixes, gateway, conditions(map, Conditions.PERFECT));
    }

    private HostEntry host(String name, Entry entry) {
        String what = "host " + name;
        Mapping map = mappingOrNothing(entry.value(), what);
        check(map, HOST_KEYS, what);
        boolean router = value(map, "router", false, ConditionWords::truth, "");
        return new HostEntry(name, router, joinings(map), routes(map), programs(map));
    }

    private List<HostEntry.Joining> joinings(Mapping host) {
        List<HostEntry.Joining> joinings = new ArrayList<>();
        Entry lans = host.entries().get("lans");
        if (lans != null && lans.value() instanceof Mapping named) {
            named.entries().forEach((lan, entry) -> {
                known(lan, lanNames, "lan", entry.line());
                joinings.add(new HostEntry.Joining(
                        lan, isNothing(entry.value()) ? null : texts(entry.value(), InterfaceAddress::of)));
            });
        } else if (lans != null) {
            for (YamlTree item : listed(lans.value())) {
                joinings.add(new HostEntry.Joining(known(text(item), lanNames, "lan", item.line()), null));
            }
        }
        return joinings;
    }

    private List<HostEntry.RouteEntry> routes(Mapping host) {
        List<HostEntry.RouteEntry> routes = new ArrayList<>();
        members(host, "routes").forEach((destination, entry) -> {
            if (!destination.equals("default")) {
                converted(destination, entry.line(), IpPrefix::of, "");
            }
            String via = text(entry.value());
            converted(via, entry.value().line(), IpAddress::of, "");
            routes.add(new HostEntry.RouteEntry(destination, via));
        });
        return routes;
    }

    private List<HostEntry.ProgramEntry> programs(Mapping host) {
        List<HostEntry.ProgramEntry> programs = new ArrayList<>();
        Entry given = host.entries().get("programs");
        if (given == null) {
            return programs;
        }
        for (YamlTree item : listed(given.value())) {
            if (item instanceof Mapping named) {
                named.entries()
                        .forEach((name, options) -> programs.add(new HostEntry.ProgramEntry(name, options(options))));
            } else {
                programs.add(new HostEntry.ProgramEntry(text(item), Map.of()));
            }
        }
        return programs;
    }

    private Map<String, String> options(Entry entry) {
        Map<String, String> options = new LinkedHashMap<>();
        mappingOrNothing(entry.value(), "the options of a program")
                .entries()
                .forEach((key, value) -> options.put(key, text(value.value())));
        return options;
    }

    private LinkEntry link(YamlTree item) {
        Mapping map = mapping(item, "a link");
        check(map, joined(LINK_KEYS, ConditionWords.KEYS), "a link");
        String left = required(map, "left", "a link");
        String right = required(map, "right", "a link");
        known(left, hostNames, "host", line(map, "left"));
        known(right, hostNames, "host", line(map, "right"));
        Entry named = map.entries().get("name");
        String name = named == null ? left + "--" + right : text(named.value());
        if (!linkNames.add(name) || lanNames.contains(name)) {
            throw error(map.line(), "two things are called \"" + name + "\"; give this link a name of its own");
        }
        Conditions both = conditions(map, Conditions.PERFECT);
        return new LinkEntry(
                name,
                left,
                texts(map, "left-addresses", InterfaceAddress::of),
                right,
                texts(map, "right-addresses", InterfaceAddress::of),
                oneWay(map, "forward", both),
                oneWay(map, "backward", both));
    }

    private Conditions oneWay(Mapping link, String way, Conditions both) {
        Entry entry = link.entries().get(way);
        if (entry == null) {
            return both;
        }
        Mapping map = mapping(entry.value(), "\"" + way + "\"");
        check(map, ConditionWords.KEYS, "\"" + way + "\"");
        return conditions(map, both);
    }

    private EventEntry event(YamlTree item) {
        Mapping map = mapping(item, "an event");
        check(map, joined(EVENT_KEYS, ConditionWords.KEYS), "an event");
        required(map, "at", "an event");
        Duration at = value(map, "at", Duration.ZERO, Quantities::duration, "");
        String on = required(map, "on", "an event");
        known(on, joined(lanNames, linkNames), "lan or link", line(map, "on"));
        EventEntry.Way way = value(map, "way", EventEntry.Way.BOTH, ScenarioReader::way, "");
        if (way != EventEntry.Way.BOTH && lanNames.contains(on)) {
            throw error(line(map, "way"), "a lan has no way; only a link has");
        }
        Map<String, String> changes = new LinkedHashMap<>();
        for (String key : ConditionWords.KEYS) {
            Entry entry = map.entries().get(key);
            if (entry != null) {
                changes.put(key, text(entry.value()));
            }
        }
        if (changes.isEmpty()) {
            throw error(map.line(), "an event changes something: cut: true, loss: 5%, delay: 100ms …");
        }
        conditions(map, Conditions.PERFECT); // finds what is malformed
        return new EventEntry(at, on, way, changes);
    }

    private Conditions conditions(Mapping map, Conditions usual) {
        Conditions result = usual;
        for (String key : ConditionWords.KEYS) {
            Entry entry = map.entries().get(key);
            if (entry != null) {
                Conditions before = result;
                result = converted(
                        text(entry.value()),
                        entry.line(),
                        text -> before.with(draft -> ConditionWords.set(draft, key, text)),
                        "");
            }
        }
        return result;
    }

    private Map<String, Entry> members(Mapping map, String key) {
        Entry entry = map.entries().get(key);
        return entry == null
                ? Map.of()
                : mappingOrNothing(entry.value(), "\"" + key + "\"").entries();
    }

    private List<YamlTree> items(Mapping map, String key) {
        Entry entry = map.entries().get(key);
        return entry == null ? List.of() : listed(entry.value());
    }

    /** The items of a list; a single value is a list of one, nothing an empty one. */
    private static List<YamlTree> listed(YamlTree tree) {
        return tree instanceof Sequence sequence ? sequence.items() : isNothing(tree) ? List.of() : List.of(tree);
    }

    private List<String> texts(Mapping map, String key, Function<String, ?> check) {
        Entry entry = map.entries().get(key);
        return entry == null ? List.of() : texts(entry.value(), check);
    }

    private List<String> texts(YamlTree tree, Function<String, ?> check) {
        List<String> texts = new ArrayList<>();
        for (YamlTree item : listed(tree)) {
            converted(text(item), item.line(), check, "");
            texts.add(text(item));
        }
        return texts;
    }

    private <T> T value(Mapping map, String key, T usual, Function<String, T> convert, String expected) {
        Entry entry = map.entries().get(key);
        return entry == null ? usual : converted(text(entry.value()), entry.line(), convert, expected);
    }

    private <T> T converted(String text, int line, Function<String, T> convert, String expected) {
        try {
            return convert.apply(text);
        } catch (NumberFormatException e) {
            throw error(line, "\"" + text + "\" is not " + expected);
        } catch (IllegalArgumentException e) {
            throw error(line, String.valueOf(e.getMessage()));
        }
    }

    private String required(Mapping map, String key, String what) {
        Entry entry = map.entries().get(key);
        if (entry == null) {
            throw error(map.line(), what + " needs \"" + key + "\"");
        }
        return text(entry.value());
    }

    private @Nullable String reference(Mapping map, String key, Set<String> names, String kind) {
        Entry entry = map.entries().get(key);
        return entry == null ? null : known(text(entry.value()), names, kind, entry.line());
    }

    private String known(String name, Set<String> names, String kind, int line) {
        if (!names.contains(name)) {
            throw error(line, "there is no " + kind + " \"" + name + "\"" + Spelling.suggestion(name, names));
        }
        return name;
    }

    private void check(Mapping map, List<String> keys, String what) {
        map.entries().forEach((key, entry) -> {
            if (!keys.contains(key)) {
                throw error(entry.line(), "unknown key \"" + key + "\" in " + what + Spelling.suggestion(key, keys));
            }
        });
    }

    private Mapping mapping(YamlTree tree, String what) {
        if (tree instanceof Mapping map) {
            return map;
        }
        throw error(tree.line(), what + " is written as keys with values");
    }

    private Mapping mappingOrNothing(YamlTree tree, String what) {
        return isNothing(tree) ? new Mapping(tree.line(), Map.of()) : mapping(tree, what);
    }

    private String text(YamlTree tree) {
        if (tree instanceof Scalar scalar && !scalar.isNull()) {
            return scalar.text();
        }
        throw error(tree.line(), "one value is expected here");
    }

    private static boolean isNothing(YamlTree tree) {
        return tree instanceof Scalar scalar && scalar.isNull();
    }

    private static int line(Mapping map, String key) {
        Entry entry = map.entries().get(key);
        return entry == null ? map.line() : entry.line();
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no date; write 2026-01-01T00:00:00Z", e);
        }
    }

    private static EventEntry.Way way(String text) {
        return switch (text) {
            case "both", "forward", "backward" -> EventEntry.Way.valueOf(text.toUpperCase(Locale.ROOT));
            default ->
                throw new IllegalArgumentException("\"" + text + "\" is no way; write forward, backward or both");
        };
    }

    private static List<String> joined(List<String> a, List<String> b) {
        List<String> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    private static Set<String> joined(Set<String> a, Set<String> b) {
        Set<String> all = new TreeSet<>(a);
        all.addAll(b);
        return all;
    }

    private ScenarioException error(int line, String what) {
        return new ScenarioException(YamlTree.at(file, line) + what);
    }
}
