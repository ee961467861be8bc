package dev.netrarium.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.netrarium.world.Conditions;
import dev.netrarium.world.WorldSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes a scenario as YAML that {@link ScenarioReader} reads again to an equal one. */
final class ScenarioWriter {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build());

    private ScenarioWriter() {}

    static String write(Scenario scenario) {
        Map<String, Object> top = new LinkedHashMap<>();
        top.put("seed", scenario.seed());
        if (!scenario.epoch().equals(WorldSettings.DEFAULT.epoch())) {
            top.put("epoch", scenario.epoch().toString());
        }
        Map<String, Object> lans = new LinkedHashMap<>();
        scenario.lans().forEach(lan -> lans.put(lan.name(), lan(lan)));
        Map<String, Object> hosts = new LinkedHashMap<>();
        scenario.hosts().forEach(host -> hosts.put(host.name(), host(host)));
        List<Object> links = new ArrayList<>();
        scenario.links().forEach(link -> links.add(link(link)));
        List<Object> events = new ArrayList<>();
        scenario.events().forEach(event -> events.add(event(event)));
        putUnlessEmpty(top, "lans", lans);
        putUnlessEmpty(top, "hosts", hosts);
        if (!links.isEmpty()) {
            top.put("links", links);
        }
        if (!events.isEmpty()) {
            top.put("events", events);
        }
        try {
            return YAML.writeValueAsString(top);
        } catch (JsonProcessingException e) {
            throw new AssertionError("maps, lists and texts can always be written", e);
        }
    }

    private static Map<String, Object> lan(LanEntry lan) {
        Map<String, Object> map = new LinkedHashMap<>();
        putList(map, "prefixes", lan.prefixes());
        String gateway = lan.gateway();
        if (gateway != null) {
            map.put("gateway", gateway);
        }
        map.putAll(ConditionWords.difference(Conditions.PERFECT, lan.conditions()));
        return map;
    }

    private static Map<String, Object> host(HostEntry host) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (host.router()) {
            map.put("router", true);
        }
        if (!host.lans().isEmpty()) {
            map.put("lans", joinings(host.lans()));
        }
        Map<String, Object> routes = new LinkedHashMap<>();
        host.routes().forEach(route -> routes.put(route.destination(), route.via()));
        putUnlessEmpty(map, "routes", routes);
        if (!host.programs().isEmpty()) {
            List<Object> programs = new ArrayList<>();
            host.programs()
                    .forEach(p -> programs.add(p.options().isEmpty() ? p.name() : Map.of(p.name(), p.options())));
            map.put("programs", programs);
        }
        return map;
    }

    private static Object joinings(List<HostEntry.Joining> joinings) {
        if (joinings.stream().allMatch(j -> j.addresses() == null)) {
            return joinings.stream().map(HostEntry.Joining::lan).toList();
        }
        Map<String, Object> map = new LinkedHashMap<>();
        joinings.forEach(j -> map.put(j.lan(), j.addresses()));
        return map;
    }

    private static Map<String, Object> link(LinkEntry link) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (!link.name().equals(link.left() + "--" + link.right())) {
            map.put("name", link.name());
        }
        map.put("left", link.left());
        putList(map, "left-addresses", link.leftAddresses());
        map.put("right", link.right());
        putList(map, "right-addresses", link.rightAddresses());
        map.putAll(ConditionWords.difference(Conditions.PERFECT, link.forward()));
        putUnlessEmpty(map, "backward", ConditionWords.difference(link.forward(), link.backward()));
        return map;
    }

    private static Map<String, Object> event(EventEntry event) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("at", Quantities.text(event.at()));
        map.put("on", event.on());
        if (event.way() != EventEntry.Way.BOTH) {
            map.put("way", event.way().name().toLowerCase(Locale.ROOT));
        }
        map.putAll(event.changes());
        return map;
    }

    private static void putList(Map<String, Object> map, String key, List<String> values) {
        if (!values.isEmpty()) {
            map.put(key, values);
        }
    }

    private static void putUnlessEmpty(Map<String, Object> map, String key, Map<String, ?> value) {
        if (!value.isEmpty()) {
            map.put(key, value);
        }
    }
}
