package dev.netrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** What {@code tap} says before it asks the kernel for anything; the rest is in {@code interop}. */
class TapSubcommandTest {
    /** The device has a name that none can have, so that a test which goes too far makes none. */
    private static final String[] HOST = {"tap", "--dev", "no/device", "--address", "192.0.2.80/24"};

    private static CommandRun tap(String... more) {
        String[] all = java.util.Arrays.copyOf(HOST, HOST.length + more.length);
        System.arraycopy(more, 0, all, HOST.length, more.length);
        return CommandRun.of(all);
    }

    @Test
    void aDeviceNameThatTheKernelCannotTakeIsToldBack() {
        CommandRun run = tap("ping", "192.0.2.1");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err())
                .contains("a device name has 1 to 15 printable characters")
                .contains("\"no/device\".");
    }

    @Test
    void itWantsSomethingToDo() {
        CommandRun run = tap();
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("Say what to do: --serve SERVICE, or a tool");
    }

    @Test
    void itsToolsAreThoseOfOtherHosts() {
        assertThat(tap("pingg", "192.0.2.1").err()).contains("There is no tool \"pingg\". Did you mean ping?");
        assertThat(tap("curl").err()).contains("curl: Missing required parameter: 'URL'");
        CommandRun help = tap("ping", "--help");
        assertThat(help.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(help.out()).contains("-c");
    }

    @Test
    void aPortIsServedOnce() {
        assertThat(tap("--serve", "echo=7,discard=7").err()).contains("Two services cannot share a port.");
    }

    @Test
    void addressesThatAreNoneAreToldBack() {
        assertThat(CommandRun.of("tap", "--dev", "no/device", "--address", "192.0.2.80", "ping", "192.0.2.1")
                        .err())
                .contains("\"192.0.2.80\" is no address with a prefix length");
        assertThat(tap("--via", "192.0.2.2", "ping", "192.0.2.1").err())
                .contains("--via: \"192.0.2.2\" is no address with a prefix length");
        assertThat(tap("--gateway", "router", "ping", "192.0.2.1").err()).contains("\"router\" is no IP address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "http=80", "http=x:.", "echo", "echo=0", "echo=65536", "echo=7:.", "ftp=21", ""})
    void aServiceThatIsNoneIsToldBack(String text) {
        assertThatThrownBy(() -> new ServedService.Converter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("\"" + text + "\" is no service: write http=80:FOLDER, echo=7, discard=9 or chargen=19");
    }

    @ParameterizedTest
    @CsvSource({"10mbit, 10000000", "1.5gbit, 1500000000", "56Kbit, 56000", "9600bit, 9600", "1gbit/s, 1000000000"})
    void ratesAreReadAsTcWritesThem(String text, long bitsPerSecond) {
        assertThat(new RateConverter().convert(text)).isEqualTo(bitsPerSecond);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "mbit", "-1mbit", "0bit", "2000gbit", "10 apples"})
    void ratesThatAreNoneAreToldBack(String text) {
        assertThatThrownBy(() -> new RateConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("is no rate: write 10mbit");
    }
}
