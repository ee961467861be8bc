package dev.netrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What {@code link} says before it asks the kernel for anything; the rest is in {@code interop}. */
class LinkSubcommandTest {
    /** Names that no device can have, so that a test which goes too far makes none. */
    private static CommandRun link(String... options) {
        String[] all = new String[3 + options.length];
        all[0] = "link";
        all[1] = "no/a";
        all[2] = "no/b";
        System.arraycopy(options, 0, all, 3, options.length);
        return CommandRun.of(all);
    }

    @Test
    void aDeviceNameThatTheKernelCannotTakeIsToldBack() {
        CommandRun run = link("--delay", "10ms");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err())
                .contains("a device name has 1 to 15 printable characters")
                .contains("\"no/a\".");
    }

    @Test
    void aCableHasTwoEnds() {
        assertThat(CommandRun.of("link", "no/a", "no/a").err()).contains("A cable has two ends");
        assertThat(CommandRun.of("link", "no/a").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void eachWayIsGivenByACommaAndWhatIsWrongInItIsToldBack() {
        assertThat(link("--loss", "1%,200%").err()).contains("\"200%\" is no probability");
        assertThat(link("--delay", "10ms,").err()).contains("\"\" is no duration");
        assertThat(link("--rate", "fast").err()).contains("\"fast\" is no rate");
        assertThat(link("--queue", "0").err()).contains("\"0\" is no number of frames from 1 to 1000000");
        assertThat(link("--queue", "9,many").err()).contains("\"many\" is no number of frames");
    }

    @Test
    void oneValueIsForBothWays() throws Exception {
        assertThat(new EachWay.OfDuration().convert("20ms,1.5s"))
                .isEqualTo(new EachWay<>(java.time.Duration.ofMillis(20), java.time.Duration.ofMillis(1500)));
        assertThat(new EachWay.OfProbability().convert("2%")).isEqualTo(new EachWay<>(0.02, 0.02));
        assertThat(new EachWay.OfRate().convert("1gbit/s,56kbit")).isEqualTo(new EachWay<>(1_000_000_000L, 56_000L));
    }

    @Test
    void theHelpShowsHowToUseIt() {
        CommandRun help = CommandRun.of("link", "--help");
        assertThat(help.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(help.out())
                .contains("--delay", "--jitter", "--loss", "--reorder", "--duplicate", "--corrupt", "--rate", "--queue")
                .contains("netrarium link tap0 tap1 --delay 20ms --loss 1%", "ip netns exec a ping 192.0.2.2");
    }
}
