package dev.netrarium.cli.tools;

import static dev.netrarium.cli.CommandRun.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurlToolTest {
    @Test
    void aPageComesByEitherFamily() {
        String page = on("laptop curl http://www.server.com/").out();
        assertThat(page).startsWith("<!DOCTYPE html>").contains("It works");
        on("laptop curl http://ipv6.server.com/").prints(page);
        on("laptop curl http://[2001:db8:2::80]/").prints(page);
        on("laptop curl -4 www").prints(page);
    }

    @Test
    void verboseTellsWhatIsSaid() {
        CommandRun run = on("laptop curl -v -o /dev/null -A me www.server.com/hello.txt");
        assertThat(run.out()).isEmpty();
        assertThat(run.err().replaceAll("ETag: .*", "ETag: x")).isEqualToNormalizingNewlines("""
                *   Trying 192.0.2.80:80...
                * Connected to www.server.com (192.0.2.80) port 80 (#0)
                > GET /hello.txt HTTP/1.1
                > Host: www.server.com
                > User-Agent: me
                > Accept: */*
                >
                < HTTP/1.1 200 OK
                < Date: Thu, 01 Jan 2026 00:00:00 GMT
                < Server: Netrarium
                < Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT
                < ETag: x
                < Accept-Ranges: bytes
                < Content-Type: text/plain; charset=utf-8
                < Content-Length: 27
                <
                * Connection #0 to host www.server.com left intact
                """);
    }

    @Test
    void theHeadAloneOrInFront() {
        assertThat(on("laptop curl -sI www.server.com/hello.txt").out())
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("Content-Length: 27\r\n\r\n");
        assertThat(on("laptop curl -si www.server.com/none").out())
                .startsWith("HTTP/1.1 404 Not Found\r\n")
                .endsWith("\r\n\r\nNot found.\n");
    }

    @Test
    void dataArePosted() {
        CommandRun run = on("laptop curl -sv -d a=b -d c=d -H X-Test:1 -H Accept: www.server.com");
        assertThat(run.err())
                .contains("> POST / HTTP/1.1\n", "> Content-Length: 7\n", "> X-Test: 1\n")
                .contains("> Content-Type: application/x-www-form-urlencoded\n", "< HTTP/1.1 405")
                .doesNotContain("> Accept:");
    }

    @Test
    void timesAndPlacesAreWrittenOut() {
        on("laptop curl -s -o /dev/null -w %{http_code}|%{time_namelookup}|%{time_connect}|%{time_starttransfer}"
                        + "|%{time_total}|%{remote_ip}|%{remote_port}|%{num_connects}|%{content_type}\\n http://192.0.2.80/hello.txt")
                .prints("200|0.000000|0.064194|0.096339|0.096339|192.0.2.80|80|1|text/plain; charset=utf-8\n");
    }

    @Test
    void aFileIsWrittenByteForByte(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("hello");
        on("laptop curl -s -o " + file + " www.server.com/hello.txt").prints("");
        assertThat(Files.readString(file))
                .isEqualTo(on("laptop curl -s www.server.com/hello.txt").out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "laptop curl http://www.server.com:81/; 7;"
                        + " curl: (7) Failed to connect to www.server.com port 81 after 104 ms: Couldn't connect to server",
                "laptop curl nowhere.server.com; 6; curl: (6) Could not resolve host: nowhere.server.com",
                "laptop curl -f www.server.com/none; 22; curl: (22) The requested URL returned error: 404",
                "laptop curl https://www.server.com/; 1;"
                        + " curl: (1) Protocol \"https\" not supported or disabled: this curl speaks http",
                "laptop curl http:///; 3; curl: (3) URL using bad/illegal format or missing URL: no host after \"//\""
                        + " (at character 8 of \"http:///\")",
                "laptop curl -O www.server.com; 23; curl: (23) Remote file name has no length",
                "laptop curl -o /none/x www.server.com; 23;"
                        + " curl: (23) Failed to open the file /none/x: No such file or directory",
                "laptop curl -m 0.05 http://192.0.2.80/; 28; curl: (28) Connection timed out after 50 milliseconds",
                "laptop curl -m 0.08 http://192.0.2.80/; 28;"
                        + " curl: (28) Operation timed out after 80 milliseconds with 0 bytes received",
            })
    void errorsHaveCurlsWordsAndCodes(String command, int exitCode, String words) {
        on(command).fails(exitCode, words + "\n");
    }

    @Test
    void aPeerThatSaysNothingOrNonsense() {
        on("www nc -l -w 1 8000 -- on laptop curl http://www:8000/").fails(52, "curl: (52) Empty reply from server\n");
    }

    @Test
    void silenceHidesErrorsUnlessTheyAreWanted() {
        on("laptop curl -s http://www.server.com:81/").fails(7, "");
        assertThat(on("laptop curl -sS http://www.server.com:81/").err()).startsWith("curl: (7) ");
    }
}
