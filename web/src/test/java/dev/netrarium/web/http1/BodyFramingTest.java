package dev.netrarium.web.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http.HttpMethod;
import dev.netrarium.web.http.HttpVersion;
import dev.netrarium.web.http.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9112 §6.3 as a truth table. */
class BodyFramingTest {
    /** Fields as {@code name=value;name=value}; TE and CL stand for the long names. */
    private static HttpFields fields(String text) {
        HttpFields.Builder fields = HttpFields.builder();
        for (String field : text.split(";")) {
            if (!field.isEmpty()) {
                String[] parts = field.split("=", -1);
                fields.add(parts[0].replace("TE", "Transfer-Encoding").replace("CL", "Content-Length"), parts[1]);
            }
        }
        return fields.build();
    }

    private static String decide(Http1Event.Head head, HttpMethod asked) {
        try {
            return switch (BodyFraming.of(head, asked)) {
                case BodyFraming.None _ -> "none";
                case BodyFraming.Length length -> "length " + length.bytes();
                case BodyFraming.Chunked _ -> "chunked";
                case BodyFraming.UntilClose _ -> "until close";
            };
        } catch (RejectedMessageException e) {
            return e.status().code() + " " + e.getMessage();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.1 | ''                       | none",
                "1.0 | ''                       | none",
                "1.1 | CL=0                     | length 0",
                "1.1 | CL=5                     | length 5",
                "1.0 | CL=5                     | length 5",
                "1.1 | CL=0005                  | length 5",
                "1.1 | CL=5;CL=5                | length 5",
                "1.1 | CL=5, 5                  | length 5",
                "1.1 | CL=999999999999999999    | length 999999999999999999",
                "1.1 | CL=9999999999999999999   | 400 Content-Length is not a number of 1 to 18 digits",
                "1.1 | CL=5;CL=6                | 400 Content-Length twice, with different values",
                "1.1 | CL=5, 6                  | 400 Content-Length twice, with different values",
                "1.1 | CL=                      | 400 Content-Length is not a number of 1 to 18 digits",
                "1.1 | CL=+5                    | 400 Content-Length is not a number of 1 to 18 digits",
                "1.1 | CL=-5                    | 400 Content-Length is not a number of 1 to 18 digits",
                "1.1 | CL=0x5                   | 400 Content-Length is not a number of 1 to 18 digits",
                "1.1 | CL=5 5                   | 400 Content-Length is not a number of 1 to 18 digits",
                "1.1 | CL=5,                    | 400 Content-Length is not a number of 1 to 18 digits",
                "1.1 | CL=1e1                   | 400 Content-Length is not a number of 1 to 18 digits",
                "1.1 | TE=chunked               | chunked",
                "1.1 | TE=Chunked               | chunked",
                "1.0 | TE=chunked               | 400 Transfer-Encoding in HTTP/1.0",
                "1.1 | TE=chunked;CL=5          | 400 both Content-Length and Transfer-Encoding",
                "1.1 | CL=5;TE=gzip             | 400 both Content-Length and Transfer-Encoding",
                "1.1 | TE=gzip                  | 400 the last transfer coding is not chunked",
                "1.1 | TE=                      | 400 the last transfer coding is not chunked",
                "1.1 | TE=identity              | 400 the last transfer coding is not chunked",
                "1.1 | TE=xchunked              | 400 the last transfer coding is not chunked",
                "1.1 | TE=chunked, gzip         | 400 the last transfer coding is not chunked",
                "1.1 | TE=chunked, identity     | 400 the last transfer coding is not chunked",
                "1.1 | TE=chunked, chunked      | 400 chunked twice",
                "1.1 | TE=chunked;TE=chunked    | 400 chunked twice",
                "1.1 | TE=,chunked              | 400 empty elements in Transfer-Encoding",
                "1.1 | TE=chunked,              | 400 empty elements in Transfer-Encoding",
                "1.1 | TE=gzip, chunked         | 501 a transfer coding other than chunked",
                "1.1 | TE=gzip;TE=chunked       | 501 a transfer coding other than chunked",
            })
    void theTableOfRequests(String version, String fields, String framing) {
        Http1Event.RequestHead head = new Http1Event.RequestHead(
                HttpMethod.POST,
                "/",
                version.equals("1.0") ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1,
                fields(fields));
        assertThat(decide(head, HttpMethod.GET)).isEqualTo(framing);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET     | 1.1 | 200 | ''                | until close",
                "GET     | 1.0 | 200 | ''                | until close",
                "GET     | 1.1 | 200 | CL=5              | length 5",
                "GET     | 1.1 | 200 | TE=chunked        | chunked",
                "GET     | 1.1 | 404 | TE=chunked        | chunked",
                "GET     | 1.1 | 200 | TE=chunked;CL=5   | 502 both Content-Length and Transfer-Encoding",
                "GET     | 1.0 | 200 | TE=chunked        | 502 Transfer-Encoding in HTTP/1.0",
                "GET     | 1.1 | 200 | TE=gzip, chunked  | 502 a transfer coding other than chunked",
                "GET     | 1.1 | 200 | TE=gzip           | 502 the last transfer coding is not chunked",
                "GET     | 1.1 | 200 | CL=5;CL=6         | 502 Content-Length twice, with different values",
                "GET     | 1.1 | 204 | CL=5              | none",
                "GET     | 1.1 | 304 | CL=5              | none",
                "GET     | 1.1 | 304 | TE=chunked        | none",
                "GET     | 1.1 | 103 | CL=5              | none",
                "GET     | 1.1 | 205 | CL=0              | length 0",
                "HEAD    | 1.1 | 200 | CL=5              | none",
                "HEAD    | 1.1 | 200 | TE=chunked        | none",
                "HEAD    | 1.1 | 404 | ''                | none",
                "CONNECT | 1.1 | 200 | CL=5              | none",
                "CONNECT | 1.1 | 403 | CL=5              | length 5",
                "POST    | 1.1 | 201 | CL=0              | length 0",
            })
    void theTableOfResponses(String asked, String version, int status, String fields, String framing) {
        Http1Event.ResponseHead head = new Http1Event.ResponseHead(
                new Status(status),
                "",
                version.equals("1.0") ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1,
                fields(fields));
        assertThat(decide(head, HttpMethod.of(asked))).isEqualTo(framing);
    }
}
