package dev.netrarium.web.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http.HttpMethod;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.HttpResponse;
import dev.netrarium.web.http.HttpVersion;
import dev.netrarium.web.http.Status;
import dev.netrarium.web.server.HttpHandler;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files, documents and routes. */
class HandlersTest {
    private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05Z");
    private static final String MODIFIED_TEXT = "Fri, 02 Jan 2026 03:04:05 GMT";

    @TempDir
    private Path folder;

    private Path root;
    private HttpHandler files;

    @BeforeEach
    void writeFiles() throws IOException {
        root = Files.createDirectories(folder.resolve("root"));
        Files.createDirectories(root.resolve("sub"));
        write("root/index.html", "<p>home");
        write("root/a b.txt", "0123456789");
        write("root/sub/index.html", "<p>sub");
        write("secret.txt", "secret");
        files = new StaticFiles(root);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
    }

    private static HttpRequest request(String method, String target, String... fields) {
        HttpFields all = HttpFields.of("Host", "h");
        for (int i = 0; i < fields.length; i += 2) {
            all = all.with(fields[i], fields[i + 1]);
        }
        return new HttpRequest(HttpMethod.of(method), target, HttpVersion.HTTP_1_1, all, HttpBody.EMPTY);
    }

    private HttpResponse get(String target, String... fields) throws Exception {
        return files.handle(request("GET", target, fields));
    }

    @Test
    void aFileIsShownWithItsTypeAndValidators() throws Exception {
        HttpResponse response = get("/a%20b.txt?v=1");
        assertThat(response.status()).isEqualTo(Status.OK);
        assertThat(response.body().text(99)).isEqualTo("0123456789");
        assertThat(response.fields().first("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(response.fields().first("Last-Modified")).isEqualTo(MODIFIED_TEXT);
        assertThat(response.fields().first("ETag")).matches("\"[0-9a-f-]+\"");
        assertThat(response.fields().first("Accept-Ranges")).isEqualTo("bytes");
    }

    @Test
    void aFolderShowsItsIndexAndIsNamedWithASlash() throws Exception {
        assertThat(get("/").body().text(99)).isEqualTo("<p>home");
        assertThat(get("/sub/").body().text(99)).isEqualTo("<p>sub");
        HttpResponse redirect = get("/sub?q=1");
        assertThat(redirect.status()).isEqualTo(Status.MOVED_PERMANENTLY);
        assertThat(redirect.fields().first("Location")).isEqualTo("/sub/?q=1");
        Files.delete(root.resolve("sub/index.html"));
        assertThat(get("/sub/").status()).isEqualTo(Status.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/none", "/a%20b.txt/", "/a%20b.txt/x", "/none/x"})
    void whatIsNotThereIsNotFound(String target) throws Exception {
        assertThat(get(target).status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void aNameTooLongForTheSystemIsNotFound() throws Exception {
        assertThat(get("/" + "x".repeat(5000)).status()).isEqualTo(Status.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.txt",
                "/sub/../../secret.txt",
                "/%2e%2e/secret.txt",
                "/.%2E/secret.txt",
                "/..%2fsecret.txt",
                "/sub/..%2f..%2fsecret.txt",
                "/..%5csecret.txt",
                "/..\\secret.txt",
                "/%00",
                "/a%0ab",
                "/./index.html",
                "//index.html",
                "/%",
                "/%zz",
                "/%ff",
                "/%c0%ae%c0%ae/secret.txt",
            })
    void noPathLeadsOut(String target) throws Exception {
        assertThat(get(target).status()).isEqualTo(Status.BAD_REQUEST);
    }

    @Test
    void noLinkLeadsOut() throws Exception {
        Files.createSymbolicLink(root.resolve("link.txt"), folder.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("up"), folder);
        Files.createSymbolicLink(root.resolve("inner.txt"), root.resolve("a b.txt"));
        Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));
        assertThat(get("/link.txt").status()).isEqualTo(Status.FORBIDDEN);
        assertThat(get("/up/secret.txt").status()).isEqualTo(Status.FORBIDDEN);
        assertThat(get("/inner.txt").body().text(99)).isEqualTo("0123456789");
        assertThat(get("/loop").status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void aFileThatGrowsIsShownAsLongAsItWas() throws Exception {
        HttpResponse response = get("/a%20b.txt");
        Files.writeString(root.resolve("a b.txt"), "0123456789 and more");
        assertThat(response.body().text(99)).isEqualTo("0123456789");
    }

    @Test
    void aFolderMayLieInAnArchive() throws Exception {
        Path archive = folder.resolve("site.zip");
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Files.createDirectory(zip.getPath("/site"));
            Files.writeString(zip.getPath("/site/index.html"), "<p>zipped");
            Files.writeString(zip.getPath("/secret"), "secret");
            HttpHandler zipped = new StaticFiles(zip.getPath("/site"));
            assertThat(zipped.handle(request("GET", "/")).body().text(99)).isEqualTo("<p>zipped");
            assertThat(zipped.handle(request("GET", "/index.html", "Range", "bytes=3-5"))
                            .body()
                            .text(99))
                    .isEqualTo("zip");
            assertThat(zipped.handle(request("GET", "/../secret")).status()).isEqualTo(Status.BAD_REQUEST);
            assertThat(zipped.handle(request("GET", "/none")).status()).isEqualTo(Status.NOT_FOUND);
        }
    }

    @Test
    void otherMethodsAreNotAllowed() throws Exception {
        HttpResponse refused = files.handle(request("POST", "/"));
        assertThat(refused.status()).isEqualTo(Status.METHOD_NOT_ALLOWED);
        assertThat(refused.fields().first("Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(files.handle(request("OPTIONS", "*")).status()).isEqualTo(Status.NO_CONTENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-3                | 206 | bytes 0-3/10   | 0123",
                "bytes=4-                 | 206 | bytes 4-9/10   | 456789",
                "bytes=9-99               | 206 | bytes 9-9/10   | 9",
                "bytes=-3                 | 206 | bytes 7-9/10   | 789",
                "bytes=-99                | 206 | bytes 0-9/10   | 0123456789",
                "Bytes=0-0                | 206 | bytes 0-0/10   | 0",
                "bytes=10-                | 416 | bytes */10     | ''",
                "bytes=-0                 | 416 | bytes */10     | ''",
                "bytes=99999999999999999999- | 416 | bytes */10  | ''",
                "bytes=3-2                | 200 | null           | 0123456789",
                "bytes=-                  | 200 | null           | 0123456789",
                "bytes=a-b                | 200 | null           | 0123456789",
                "bytes=0-0,2-2            | 200 | null           | 0123456789",
                "lines=0-0                | 200 | null           | 0123456789",
            })
    void aSingleRangeIsHonoured(String range, int status, String contentRange, String content) throws Exception {
        HttpResponse response = get("/a%20b.txt", "Range", range);
        assertThat(response.status().code()).isEqualTo(status);
        assertThat(String.valueOf(response.fields().first("Content-Range"))).isEqualTo(contentRange);
        assertThat(response.body().text(99)).isEqualTo(content);
        assertThat(response.body().length()).isEqualTo(content.length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-None-Match       | TAG                           | 304",
                "If-None-Match       | W/TAG                         | 304",
                "If-None-Match       | \"x\", TAG                    | 304",
                "If-None-Match       | *                             | 304",
                "If-None-Match       | \"x\"                         | 200",
                "If-Match            | TAG                           | 200",
                "If-Match            | *                             | 200",
                "If-Match            | W/TAG                         | 412",
                "If-Match            | \"x\"                         | 412",
                "If-Modified-Since   | Fri, 02 Jan 2026 03:04:05 GMT | 304",
                "If-Modified-Since   | Fri, 02 Jan 2026 03:04:04 GMT | 200",
                "If-Modified-Since   | yesterday                     | 200",
                "If-Unmodified-Since | Fri, 02 Jan 2026 03:04:05 GMT | 200",
                "If-Unmodified-Since | Fri, 02 Jan 2026 03:04:04 GMT | 412",
            })
    void preconditionsAreHonoured(String name, String value, int status) throws Exception {
        HttpResponse response = get("/a%20b.txt", name, value.replace("TAG", tag()));
        assertThat(response.status().code()).isEqualTo(status);
        if (status == 304) {
            assertThat(response.fields().first("ETag")).isEqualTo(tag());
            assertThat(response.body().length()).isZero();
        }
    }

    @Test
    void aTagComesBeforeADateAndGuardsARange() throws Exception {
        assertThat(get("/a%20b.txt", "If-None-Match", "\"x\"", "If-Modified-Since", MODIFIED_TEXT)
                        .status())
                .isEqualTo(Status.OK);
        assertThat(get("/a%20b.txt", "Range", "bytes=0-0", "If-Range", tag()).status())
                .isEqualTo(Status.PARTIAL_CONTENT);
        assertThat(get("/a%20b.txt", "Range", "bytes=0-0", "If-Range", MODIFIED_TEXT)
                        .status())
                .isEqualTo(Status.PARTIAL_CONTENT);
        assertThat(get("/a%20b.txt", "Range", "bytes=0-0", "If-Range", "W/" + tag())
                        .status())
                .isEqualTo(Status.OK);
    }

    private String tag() throws Exception {
        return String.valueOf(get("/a%20b.txt").fields().first("ETag"));
    }

    @Test
    void documentsNeedNoFileSystem() throws Exception {
        Documents documents = Documents.modifiedAt(MODIFIED)
                .add("/", "<p>home")
                .add("/sub/", "<p>sub")
                .add("/data.bin", "application/octet-stream", new byte[] {1, 2, 3})
                .build();
        HttpResponse home = documents.handle(request("GET", "/?x"));
        assertThat(home.body().text(99)).isEqualTo("<p>home");
        assertThat(home.fields().first("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(home.fields().first("ETag")).matches("\"[0-9a-f]{16}\"");
        assertThat(documents.handle(request("GET", "/sub")).fields().first("Location"))
                .isEqualTo("/sub/");
        assertThat(documents
                        .handle(request("GET", "/data.bin", "Range", "bytes=1-1"))
                        .body()
                        .bytes(9))
                .containsExactly(2);
        assertThat(documents.handle(request("GET", "/no")).status()).isEqualTo(Status.NOT_FOUND);
        assertThat(documents.handle(request("PUT", "/")).status()).isEqualTo(Status.METHOD_NOT_ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({
        "h,       /,          root",
        "h,       /apix,      root",
        "h,       /api,       api",
        "h,       /api/,      api",
        "h,       /api/v1,    api",
        "h,       /api/v2/x,  api v2",
        "OTHER:8080,   /api,  other",
        "other,   /x,         other",
        "partial, /only/x,    partial",
        "partial, /api,       api",
        "h,       /api/../x,  400",
        "h,       /api/%2e%2e/x, 400",
    })
    void theLongestPrefixOfTheHostWins(String host, String path, String answer) throws Exception {
        Router router = Router.builder()
                .route("/", request -> HttpResponse.text("root"))
                .route("/api", request -> HttpResponse.text("api"))
                .route("/api/v2", request -> HttpResponse.text("api v2"))
                .route("Other", "/", request -> HttpResponse.text("other"))
                .route("partial", "/only/", request -> HttpResponse.text("partial"))
                .build();
        HttpResponse response = router.handle(request("GET", path, "Host", host));
        assertThat(
                        response.status().isError()
                                ? response.status().code() + ""
                                : response.body().text(99))
                .isEqualTo(answer);
    }

    @Test
    void theHostOfAWholeUrlComesFirstAndNoRouteIsNotFound() throws Exception {
        Router router = Router.builder()
                .route("a", "/x", request -> HttpResponse.text("a"))
                .build();
        assertThat(router.handle(request("GET", "http://a/x", "Host", "b"))
                        .body()
                        .text(9))
                .isEqualTo("a");
        assertThat(router.handle(request("GET", "/x", "Host", "b")).status()).isEqualTo(Status.NOT_FOUND);
        assertThat(router.handle(request("GET", "/y", "Host", "a")).status()).isEqualTo(Status.NOT_FOUND);
    }
}
