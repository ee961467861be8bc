package dev.netrarium.cli;

import dev.netrarium.internet.DefaultInternet;
import dev.netrarium.internet.browser.FetchException;
import dev.netrarium.internet.story.Ladder;
import dev.netrarium.internet.story.StoryListener;
import dev.netrarium.internet.story.StoryText;
import dev.netrarium.internet.story.Summary;
import dev.netrarium.internet.story.UrlStory;
import dev.netrarium.world.Capture;
import dev.netrarium.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code netrarium url URL}: type a URL, and see everything that happens, and why. */
@Command(
        name = "url",
        description = {
            "Fetch a URL on the laptop of the default world, and tell, layer by layer, everything that happened and why.",
            "The time is the world's own: two runs with one seed are equal to the last bit.",
            "--delay, --loss and the like are about the home's access link; of two values the first is for the way out.",
        },
        footer = {
            "  netrarium url http://www.server.com/                       the whole story",
            "  netrarium url http://www.server.com/ --again               what the caches skip the second time",
            "  netrarium url http://www.server.com/ --loss 30%% --ladder   who sent what when, and what was lost",
            "  netrarium url http://www.server.com/ --pcap url.pcapng     the packets, for Wireshark",
            "  netrarium url http://ipv6.server.com/                      the same over IPv6",
            "  netrarium url http://nowhere.server.com/                   a name that does not exist",
            "  netrarium url http://www.server.com:81/                    a port where nobody listens",
            "  netrarium url http://www.server.com/ --cut                 the home's cable is pulled",
            "  netrarium url http://www.server.com/ --cut=110ms           the same while the page is on its way",
        })
final class UrlSubcommand extends Subcommand {
    @Parameters(paramLabel = "URL", description = "What to fetch; http:// may be left out.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    String url;

    @Mixin
    CableOptions access = new CableOptions();

    @Option(
            names = "--cut",
            paramLabel = "T",
            arity = "0..1",
            fallbackValue = "0ms",
            converter = DurationConverter.class,
            description = "Cut the home's access link, from the beginning or from this time on: --cut=100ms.")
    @Nullable Duration cut;

    @Option(names = "--again", description = "Fetch it a second time: what do the caches skip?")
    boolean again;

    @Option(names = "--hops", description = "Tell the way of every packet, not just of the first SYN and its answer.")
    boolean everyHop;

    @Option(names = "--json", description = "One JSON object a line, the last one a summary; nothing else.")
    boolean json;

    @Option(names = "--ladder", description = "Draw the sequence of packets instead of telling the story.")
    boolean ladder;

    @Option(names = "--pcap", paramLabel = "FILE", description = "Write what passes the laptop's interface as pcapng.")
    @Nullable Path pcap;

    @Override
    int run() throws IOException, InterruptedException {
        if (json && ladder) {
            throw usageError("--json and --ladder both want standard output: choose one.");
        }
        StoryText text = new StoryText(
                out()::println, System.console() != null && System.console().isTerminal());
        StoryJson lines = new StoryJson();
        StoryListener listener = json ? e -> out().println(lines.line(e)) : ladder ? _ -> {} : text;
        try (DefaultInternet internet = new DefaultInternet(World.seeded(access.seed()))) {
            condition(internet);
            UrlStory story = new UrlStory(internet, listener, everyHop);
            UrlStory.Outcome outcome;
            try (Capture capture = capture(internet)) {
                outcome = story.fetch(url, again ? 2 : 1);
            }
            if (json) {
                out().println(lines.line(outcome.summaries()));
            } else {
                if (ladder) {
                    Ladder.draw(story.journeys()).forEach(out()::println);
                }
                for (Summary summary : outcome.summaries()) {
                    text.summary(summary);
                }
            }
            FetchException failure = outcome.failure();
            if (failure != null) {
                throw new CommandFailure(sentence(failure), failure);
            }
        }
        return ExitCode.OK;
    }

    private void condition(DefaultInternet internet) {
        internet.access().forward().change(access::applyThere);
        internet.access().backward().change(access::applyBack);
        if (cut != null) {
            internet.world().at(cut, () -> internet.access().cut());
        }
    }

    private @Nullable Capture capture(DefaultInternet internet) throws IOException {
        return pcap == null
                ? null
                : internet.world().capture(internet.laptop().ports().getFirst()).to(pcap);
    }

    private static String sentence(FetchException failure) {
        return failure.getMessage() + ".";
    }
}
