package dev.netrarium.scenario;

import dev.netrarium.world.World;
import dev.netrarium.world.WorldSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A world written down: what can be read from YAML, built, taken from a world that stands, and written as YAML again.
 *
 * {@snippet lang=yaml :
 * seed: 42
 * lans:
 *   home: { prefixes: [192.168.1.0/24], gateway: box, delay: 200us }
 * hosts:
 *   laptop: { lans: [home] }
 *   box:    { router: true, lans: { home: 192.168.1.1/24 } }
 *   server: { programs: [web] }
 * links:
 *   - { left: box, left-addresses: 203.0.113.1/30, right: server, right-addresses: 203.0.113.2/30, loss: 1% }
 * events:
 *   - { at: 2s, on: box--server, cut: true }
 * }
 *
 * @param seed what {@link #build()} takes
 * @param epoch the calendar date at which the world begins
 */
public record Scenario(
        long seed,
        Instant epoch,
        List<LanEntry> lans,
        List<HostEntry> hosts,
        List<LinkEntry> links,
        List<EventEntry> events) {
    public Scenario {
        lans = List.copyOf(lans);
        hosts = List.copyOf(hosts);
        links = List.copyOf(links);
        events = List.copyOf(events);
    }

    /**
     * Reads a file.
     *
     * @throws IOException when there is no such file, or it cannot be read
     * @throws ScenarioException when it is no scenario; the text names file and line
     */
    public static Scenario read(Path file) throws IOException {
        return ScenarioReader.read(file.getFileName().toString(), Files.readString(file));
    }

    /**
     * Reads a text.
     *
     * @throws ScenarioException when it is no scenario; the text names the line
     */
    public static Scenario read(String yaml) {
        return ScenarioReader.read("scenario", yaml);
    }

    /**
     * Writes down a world as it stands: its nodes, LANs, cables, conditions, addresses, routes, and those programs that were
     * chosen by name. What is planned, and programs given as code, are not written.
     */
    public static Scenario of(World world) {
        return Survey.of(world);
    }

    /** A world in virtual time with this scenario's seed, everything in place, its programs ready to run. */
    public World build() {
        return build(seed);
    }

    /**
     * A world in virtual time with another seed.
     *
     * @throws ScenarioException when parts do not fit together, or a program is not offered here
     */
    public World build(long otherSeed) {
        World world = World.seeded(otherSeed, WorldSettings.DEFAULT.withEpoch(epoch));
        try {
            Construction.build(this, world);
            return world;
        } catch (RuntimeException e) {
            world.close();
            throw e;
        }
    }

    /** Puts everything of this scenario into a world: a live one, or one with other settings. */
    public void buildIn(World world) {
        Construction.build(this, world);
    }

    /** The same with another seed. */
    public Scenario withSeed(long value) {
        return new Scenario(value, epoch, lans, hosts, links, events);
    }

    /** As YAML; what is as usual is left out. */
    public String toYaml() {
        return ScenarioWriter.write(this);
    }
}
