package dev.netrarium.drill;

import dev.netrarium.drill.ScriptResult.Verdict;
import dev.netrarium.drill.script.Script;
import dev.netrarium.drill.script.ScriptParser;
import dev.netrarium.drill.script.ScriptSyntaxException;
import dev.netrarium.stack.Host;
import dev.netrarium.stack.PacketPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts of the packetdrill language against one host of ours in virtual time: packets go in, socket calls are
 * made, and every packet and every result must be what the script says, when it says.
 *
 * <p>{@code new Drill(false).run("close.pkt", text)} gives a result for each IP version. Nothing is shared between runs,
 * and the same script gives the same result on every machine.
 */
public final class Drill {
    private final boolean audits;
    private final UnaryOperator<Tun.Sent> seenAs;

    /**
     * @param audits whether to tell how exact a script that passed was: deviations in time, packets left over, and
     *     whether the verdict depends on what comes first at one time, a packet or a timer
     */
    public Drill(boolean audits) {
        this(audits, UnaryOperator.identity());
    }

    /** For a test of the runner: a host that does not send what it should. */
    Drill(boolean audits, UnaryOperator<Tun.Sent> seenAs) {
        this.audits = audits;
        this.seenAs = seenAs;
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
            script = ScriptParser.parse(name, source, Map.of());
        } catch (ScriptSyntaxException e) {
            String sentence = String.valueOf(e.getMessage());
            return List.of(new ScriptResult(name, IpVersion.IPV4, Verdict.FAILED, sentence, List.of()));
        }
        for (IpVersion version : versions(script)) {
            results.add(run(script, version));
        }
        return results;
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

    private ScriptResult run(Script script, IpVersion version) {
        List<String> notes = new ArrayList<>();
        Failure failure = attempt(script, version, false, notes);
        if (audits) {
            Failure other = attempt(script, version, true, new ArrayList<>());
            if ((failure == null) != (other == null)) {
                notes.add("tie-sensitive: with packets before timers of the same time it "
                        + (other == null ? "passes" : "fails"));
            }
        }
        Verdict verdict =
                failure == null ? Verdict.PASSED : failure.isUnsupported() ? Verdict.UNSUPPORTED : Verdict.FAILED;
        String explanation = failure == null ? "" : String.valueOf(failure.getMessage());
        return new ScriptResult(script.file(), version, verdict, explanation, audits ? notes : List.of());
    }

    private @Nullable Failure attempt(Script script, IpVersion version, boolean packetsFirst, List<String> notes) {
        try {
            ScriptRun run = new ScriptRun(script, Settings.of(script, version), packetsFirst, seenAs);
            run.run();
            notes.addAll(run.audit());
            return null;
        } catch (Failure failure) {
            return failure;
        }
    }

    /** The profile's knobs that hosts do not have yet; a script that turns one of them is unsupported. */
    public static List<String> missingKnobs() {
        return LinuxProfile.missing(new Host("drill", 1, new PacketPool()).sysctl());
    }
}
