package dev.netrarium.cli.tools;

import dev.netrarium.stack.Sysctl;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sysctl}: the host's knobs, by Linux's names. */
@Command(
        name = "sysctl",
        description = "Show the host's knobs, or turn them.",
        footer = {
            "  sysctl -a                                      all of them",
            "  sysctl net.ipv4.ip_forward                     one of them",
            "  sysctl -a -r tcp_.*mem                         those that the expression finds",
            "  sysctl -w net.ipv4.tcp_syn_retries=1           turn one, for the tools that follow",
        })
final class SysctlTool extends Tool {
    @Option(
            names = {"-a", "-A", "-X", "--all"},
            description = "Show all.")
    boolean all;

    @Option(
            names = {"-n", "--values"},
            description = "Print values only.")
    boolean valuesOnly;

    @Option(
            names = {"-N", "--names"},
            description = "Print names only.")
    boolean namesOnly;

    @Option(
            names = {"-e", "--ignore"},
            description = "Say nothing of knobs that are not there.")
    boolean ignoresUnknown;

    @Option(
            names = {"-r", "--pattern"},
            paramLabel = "REGEX",
            description = "Only knobs in whose names the expression is found.")
    @Nullable Pattern pattern;

    @Option(
            names = {"-w", "--write"},
            description = "Turn knobs; name=value does so without it, too.")
    boolean write;

    @Option(
            names = {"-q", "--quiet"},
            description = "Do not print what is set.")
    boolean quiet;

    @Parameters(paramLabel = "NAME[=VALUE]", description = "Knobs; slashes may stand for dots.")
    List<String> words = List.of();

    @Override
    int run(ToolContext context) {
        Sysctl sysctl = context.host().sysctl();
        Pattern wanted = pattern;
        if (all || (wanted != null && words.isEmpty())) {
            for (String name : context.ask(sysctl::names)) {
                if (wanted == null || wanted.matcher(name).find()) {
                    print(context, name, context.ask(() -> sysctl.get(name)));
                }
            }
            return 0;
        }
        if (words.isEmpty()) {
            throw new ToolFailure(1, "no variables specified; sysctl -a shows all");
        }
        int exitCode = 0;
        for (String word : words) {
            int equals = word.indexOf('=');
            String name =
                    (equals < 0 ? word : word.substring(0, equals)).strip().replace('/', '.');
            String problem = one(
                    context,
                    sysctl,
                    name,
                    equals < 0 ? null : word.substring(equals + 1).strip());
            if (problem != null) {
                context.out().flush();
                context.err().println("sysctl: " + problem);
                exitCode = 255; // sysctl(8) gives -1
            }
        }
        return exitCode;
    }

    /** What is wrong, or null. */
    private @Nullable String one(ToolContext context, Sysctl sysctl, String name, @Nullable String value) {
        if (!context.ask(sysctl::names).contains(name)) {
            return ignoresUnknown
                    ? null
                    : "cannot stat /proc/sys/" + name.replace('.', '/') + ": No such file or directory";
        }
        if (value == null) {
            if (write) {
                return "\"" + name + "\" must be of the form name=value";
            }
            print(context, name, context.ask(() -> sysctl.get(name)));
            return null;
        }
        try {
            context.command(() -> sysctl.set(name, value));
        } catch (IllegalArgumentException e) {
            return "setting key \"" + name + "\": Invalid argument: " + e.getMessage();
        }
        if (!quiet) {
            print(context, name, value);
        }
        return null;
    }

    private void print(ToolContext context, String name, String value) {
        context.out().println(valuesOnly ? value : namesOnly ? name : name + " = " + value);
    }
}
