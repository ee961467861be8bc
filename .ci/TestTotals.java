import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Adds up Surefire's reports over all rooms. Fails where there is nothing to add, and where a test was skipped: this
 * machine has all that a test may ask for.
 */
class TestTotals {
    private static final Pattern SUITE = Pattern.compile(
            "<testsuite [^>]*?tests=\"(\\d+)\" errors=\"(\\d+)\" skipped=\"(\\d+)\" failures=\"(\\d+)\"");
    private static final Pattern SKIPPED = Pattern.compile(
            "<testcase name=\"([^\"]*)\" classname=\"([^\"]*)\"[^>]*>\\s*<skipped(?: message=\"([^\"]*)\")?");

    static void main() throws IOException {
        int tests = 0;
        int bad = 0;
        int skipped = 0;
        for (Path report : reports()) {
            String text = Files.readString(report);
            Matcher suite = SUITE.matcher(text);
            if (suite.find()) {
                tests += Integer.parseInt(suite.group(1));
                bad += Integer.parseInt(suite.group(2)) + Integer.parseInt(suite.group(4));
                skipped += Integer.parseInt(suite.group(3));
            }
            SKIPPED.matcher(text)
                    .results()
                    .forEach(test -> IO.println("skipped: %s.%s %s".formatted(test.group(2), test.group(1), test.group(3))));
        }
        IO.println("Tests run: %d, Failures and errors: %d, Skipped: %d, in all rooms".formatted(tests, bad, skipped));
        if (tests == 0 || bad > 0 || skipped > 0) {
            System.exit(1);
        }
    }

    private static List<Path> reports() throws IOException {
        try (Stream<Path> files = Files.find(
                Path.of("."), 4, (file, about) -> file.toString().matches("\\./\\w+/target/surefire-reports/TEST-.*\\.xml"))) {
            return files.sorted().toList();
        }
    }
}
