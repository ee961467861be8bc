package dev.netrarium.drill;

import dev.netrarium.drill.ScriptResult.Verdict;
import dev.netrarium.drill.host.VirtualHost;
import dev.netrarium.drill.script.Script;
import dev.netrarium.drill.script.ScriptParser;
import dev.netrarium.drill.script.ScriptSyntaxException;
import dev.netrarium.drill.system.SystemFactory;
import dev.netrarium.drill.system.SystemUnderTest;
import dev.netrarium.drill.system.TestLink;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts of the packetdrill language against a system: packets go in, socket calls are made, and every packet and
 * every result must be what the script says, when it says.
 *
 * <p>{@code new Drill(false).run("close.pkt", text)} runs one against a host of ours in virtual time, and gives a result
 * for each IP version. Nothing is shared between runs, and the same script gives the same result on every machine.
 * {@link #inRealTime} is for systems of which that cannot be said.
 */
public final class Drill {
    private final boolean audits;
    private final SystemFactory systems;

    /** How often a script may be tried: in real time a busy machine may disturb it. */
    private final int mostAttempts;

    /**
     * @param audits whether to tell how exact a script that passed was: deviations in time, packets left over, and
     *     whether the verdict depends on what comes first at one time, a packet or a timer
     */
    public Drill(boolean audits) {
        this(audits, VirtualHost::new, 1);
    }

    Drill(boolean audits, SystemFactory systems, int mostAttempts) {
        this.audits = audits;
        this.systems = systems;
        this.mostAttempts = mostAttempts;
    }

    /**
     * For systems with a clock of their own. That a script needed more than one attempt is told in the result's notes.
     *
     * @param systems makes a system for each attempt
     * @param mostAttempts 1 or more
     */
    public static Drill inRealTime(boolean audits, SystemFactory systems, int mostAttempts) {
        return new Drill(audits, systems, Math.max(1, mostAttempts));
    }

    /**
     * Runs a script over each IP version that it is for: the one that its {@code --ip_version} says; the one that its
     * name ends with, {@code -v4.pkt} or {@code -v6.pkt}; else both.
     *
     * @param name what messages call it
     * @param source its text
     */
    public List<ScriptResult> run(String name, String source) {
        List<ScriptResult> results = new ArrayList<>();
        Script script;
        try {
            script = ScriptParser.parse(name, source, definitions(IpVersion.IPV4));
        } catch (ScriptSyntaxException e) {
            String sentence = String.valueOf(e.getMessage());
            return List.of(new ScriptResult(name, IpVersion.IPV4, Verdict.FAILED, sentence, 0, List.of()));
        }
        for (IpVersion version : versions(script)) {
            try {
                results.add(run(ScriptParser.parse(name, source, definitions(version)), version));
            } catch (ScriptSyntaxException e) {
                String sentence = String.valueOf(e.getMessage());
                results.add(new ScriptResult(name, version, Verdict.FAILED, sentence, 0, List.of()));
            }
        }
        return results;
    }

    /** Words that every script may use: the Fast Open cookies between the addresses and with the key of the profile. */
    private static Map<String, String> definitions(IpVersion version) {
        boolean v6 = version.hasIpv6Packets();
        Map<String, String> words = new TreeMap<>();
        words.put("TFO_COOKIE", v6 ? "c1d1e9742a47a9bc" : "3021b9d889017eeb");
        words.put("TFO_COOKIE_ZERO", v6 ? "82af1a8f9a205c34" : "b7c12350a90dc8f5");
        return words;
    }

    private static List<IpVersion> versions(Script script) {
        for (Script.Option option : script.options()) {
            IpVersion version = option.name().equals("ip_version") ? IpVersion.named(option.value()) : null;
            if (version != null) {
                return List.of(version);
            }
        }
        String name = script.file().replaceFirst("\\.pkt$", "");
        if (name.endsWith("v4")) {
            return List.of(IpVersion.IPV4);
        }
        return name.endsWith("v6") ? List.of(IpVersion.IPV6) : List.of(IpVersion.IPV4, IpVersion.IPV6);
    }

    /** How an attempt went. */
    private record Attempted(@Nullable Failure failure, long nanos) {}

    private ScriptResult run(Script script, IpVersion version) {
        List<String> notes = new ArrayList<>();
        Attempted last = attempt(script, version, false, notes);
        int attempts = 1;
        while (last.failure != null && !last.failure.isUnsupported() && attempts < mostAttempts) {
            notes.clear();
            String first = String.valueOf(last.failure.getMessage())
                    .lines()
                    .findFirst()
                    .orElse("");
            last = attempt(script, version, false, notes);
            attempts++;
            notes.add("attempt " + attempts + "; the one before: " + first);
        }
        Failure failure = last.failure;
        if (audits && mostAttempts == 1) {
            Failure other = attempt(script, version, true, new ArrayList<>()).failure;
            if ((failure == null) != (other == null)) {
                notes.add("tie-sensitive: with packets before timers of the same time it "
                        + (other == null ? "passes" : "fails"));
            }
        }
        Verdict verdict =
                failure == null ? Verdict.PASSED : failure.isUnsupported() ? Verdict.UNSUPPORTED : Verdict.FAILED;
        String explanation = failure == null ? "" : String.valueOf(failure.getMessage());
        return new ScriptResult(script.file(), version, verdict, explanation, last.nanos, notes);
    }

    private Attempted attempt(Script script, IpVersion version, boolean packetsFirst, List<String> notes) {
        try {
            Settings settings = Settings.of(script, version);
            try (SystemUnderTest system = systems.open(settings.link())) {
                return attempt(new ScriptRun(script, settings, packetsFirst, system), system, notes);
            }
        } catch (IOException e) {
            return new Attempted(
                    Failure.of(script.file() + ": there is no system to run it against: " + e.getMessage()), 0);
        } catch (Failure failure) {
            return new Attempted(failure, 0);
        }
    }

    private Attempted attempt(ScriptRun run, SystemUnderTest system, List<String> notes) {
        try {
            run.run();
            if (audits) {
                notes.addAll(run.audit());
            }
            return new Attempted(null, system.time());
        } catch (Failure failure) {
            return new Attempted(failure, system.time());
        }
    }

    /** The profile's knobs that hosts do not have yet; a script that turns one of them is unsupported. */
    public static List<String> missingKnobs() {
        TestLink link = new TestLink(1500, InterfaceAddress.of("192.168.0.1/16"), IpAddress.of("192.0.2.1"));
        try (VirtualHost host = new VirtualHost(link)) {
            return LinuxProfile.missing(host);
        }
    }
}
