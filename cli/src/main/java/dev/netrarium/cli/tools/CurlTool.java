package dev.netrarium.cli.tools;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curl}: fetches what a URL names, by HTTP/1.1. Words and exit codes are curl's. */
@Command(
        name = "curl",
        description = "Fetch what a URL names.",
        footer = {
            "  curl http://www.server.com/                      the page",
            "  curl -v www.server.com                           with everything that is said",
            "  curl -sI www.server.com/hello.txt                the head only",
            "  curl -o page.html http://ipv6.server.com/        into a file",
            "  curl -s -o /dev/null -w '%%{http_code} %%{time_total}\\n' www.server.com",
            "  curl --connect-timeout 3 http://192.0.2.99/      do not wait for ever",
        })
final class CurlTool extends Tool {
    @Parameters(arity = "1..*", paramLabel = "URL", description = "What to fetch; http:// may be left out.")
    List<String> urls = List.of();

    @Option(
            names = {"-v", "--verbose"},
            description = "Show what is said, and the connection.")
    boolean verbose;

    @Option(
            names = {"-I", "--head"},
            description = "The head only (HEAD).")
    boolean head;

    @Option(
            names = {"-i", "--include"},
            description = "The head, too.")
    boolean include;

    @Option(
            names = {"-L", "--location"},
            description = "Follow redirects.")
    boolean follow;

    @Option(names = "--max-redirs", paramLabel = "N", description = "How many redirects to follow (${DEFAULT-VALUE}).")
    int mostRedirects = 50;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DATA",
            description = "Send this (POST); @FILE takes it from a file. Several are joined by &.")
    List<String> data = List.of();

    @Option(
            names = {"-H", "--header"},
            paramLabel = "FIELD",
            description = "Send this field, too; \"Name:\" leaves a field away.")
    List<String> fields = List.of();

    @Option(
            names = {"-X", "--request"},
            paramLabel = "METHOD",
            description = "The method.")
    @Nullable String method;

    @Option(
            names = {"-A", "--user-agent"},
            paramLabel = "NAME",
            description = "Say that this is the program (${DEFAULT-VALUE}).")
    String agent = "curl/Netrarium";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write into this file.")
    @Nullable Path output;

    @Option(
            names = {"-O", "--remote-name"},
            description = "Write into a file named as the URL's last part.")
    boolean remoteName;

    @Option(
            names = {"-f", "--fail"},
            description = "A status of 400 or more is a failure, and its page is not shown.")
    boolean fail;

    @Option(
            names = {"-s", "--silent"},
            description = "Do not tell errors.")
    boolean silent;

    @Option(
            names = {"-S", "--show-error"},
            description = "With -s: tell errors all the same.")
    boolean showError;

    @Option(
            names = {"-w", "--write-out"},
            paramLabel = "FORMAT",
            description = {
                "Print this afterwards: %%{http_code}, %%{time_namelookup}, %%{time_connect}, %%{time_starttransfer},",
                "%%{time_total}, %%{size_download}, %%{num_connects}, %%{num_redirects}, %%{remote_ip}, %%{remote_port},"
                        + " %%{local_ip}, %%{local_port}, %%{content_type}, %%{url_effective}, %%{exitcode}.",
            })
    @Nullable String writeOut;

    @Option(
            names = {"-m", "--max-time"},
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "Give up after so long.")
    @Nullable Duration mostTime;

    @Option(
            names = "--connect-timeout",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "Give up when there is no connection after so long.")
    @Nullable Duration connectTimeout;

    @Option(
            names = {"-4", "--ipv4"},
            description = "IPv4 only.")
    boolean four;

    @Option(
            names = {"-6", "--ipv6"},
            description = "IPv6 only.")
    boolean six;

    @Override
    int run(ToolContext context) throws InterruptedException {
        int exitCode = 0;
        for (String url : urls) {
            exitCode = new CurlTransfer(this, context, url).run();
        }
        return exitCode;
    }
}
