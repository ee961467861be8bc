package dev.netrarium.web.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http.HttpMethod;
import dev.netrarium.web.http.HttpVersion;
import dev.netrarium.web.http.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Messages in and out of the codec, as conversations. */
class Http1CodecTest {
    private static final HttpFields HOST = HttpFields.of("Host", "h");

    @Test
    void aRequestIsAHeadAndAnEnd() {
        assertThat(Transcript.ofServer("GET /a?b HTTP/1.1\r\nHost: h\r\nAccept:  */* \r\n\r\n"))
                .containsExactly("GET /a?b HTTP/1.1 | Host: h | Accept: */*", "end", "closed");
    }

    @Test
    void contentHasALengthOrComesInChunksWithTrailers() {
        assertThat(Transcript.ofServer("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"))
                .contains("content hello", "end");
        assertThat(Transcript.ofServer("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "5\r\nhello\r\n00A;name=\"v; w\"\r\n, world 89\r\n0\r\nDigest: x\r\nCount: 2\r\n\r\n"))
                .containsExactly(
                        "POST / HTTP/1.1 | Host: h | Transfer-Encoding: chunked",
                        "content hello, world 89",
                        "end | Digest: x | Count: 2",
                        "closed");
    }

    @Test
    void pipelinedRequestsComeOutInOrder() {
        assertThat(Transcript.ofServer("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nPOST /2 HTTP/1.1\r\nHost: h\r\n"
                        + "Content-Length: 2\r\n\r\nabGET /3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                        + "GET /4 HTTP/1.1\r\nHost: h\r\n\r\n"))
                .containsExactly(
                        "GET /1 HTTP/1.1 | Host: h",
                        "end",
                        "POST /2 HTTP/1.1 | Host: h | Content-Length: 2",
                        "content ab",
                        "end",
                        "GET /3 HTTP/1.1 | Host: h | Connection: close",
                        "end",
                        "last");
    }

    @Test
    void oldClientsKeepTheConnectionOnlyWhenTheySaySo() {
        assertThat(Transcript.ofServer("GET / HTTP/1.0\r\n\r\n")).containsExactly("GET / HTTP/1.0", "end", "last");
        assertThat(Transcript.ofServer("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"))
                .endsWith("end", "closed");
        assertThat(Transcript.ofServer("GET / HTTP/1.7\r\nHost: h\r\n\r\n")).startsWith("GET / HTTP/1.1 | Host: h");
    }

    @Test
    void oneEmptyLineBeforeARequestIsSkipped() {
        assertThat(Transcript.ofServer("\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"))
                .containsExactly("GET / HTTP/1.1 | Host: h", "end", "GET / HTTP/1.1 | Host: h", "end", "closed");
        assertThat(Transcript.ofServer("\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"))
                .containsExactly("400 the request line is not a method, a target and a version");
    }

    @Test
    void aResponseMayEndWithTheConnection() {
        assertThat(Transcript.ofClient(HttpMethod.GET, "HTTP/1.0 200 OK\r\n\r\nall", " of it"))
                .containsExactly("HTTP/1.0 200 OK", "content all of it", "end", "last");
    }

    @Test
    void informationalHeadsComeBeforeTheFinalOne() {
        assertThat(Transcript.ofClient(
                        HttpMethod.GET,
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                                + "HTTP/1.1 204 No Content\r\n\r\n"))
                .startsWith(
                        "HTTP/1.1 100 Continue",
                        "HTTP/1.1 103 Early Hints | Link: x",
                        "HTTP/1.1 204 No Content",
                        "end");
    }

    @Test
    void responsesToHeadHaveNoContentWhateverTheirFieldsSay() {
        assertThat(Transcript.ofClient(
                        HttpMethod.HEAD,
                        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHTTP/1.1 304 Not Modified\r\n"
                                + "Content-Length: 9\r\n\r\n"))
                .containsSubsequence(
                        "HTTP/1.1 200 OK | Content-Length: 5",
                        "end",
                        "HTTP/1.1 304 Not Modified | Content-Length: 9",
                        "end");
    }

    @Test
    void aClientUnfoldsWhatAServerMustReject() {
        assertThat(Transcript.ofClient(HttpMethod.HEAD, "HTTP/1.1 200\r\nA: b\r\n\t c\r\n\r\n"))
                .startsWith("HTTP/1.1 200  | A: b c");
    }

    @Test
    void anEndInTheMiddleIsRejected() {
        String head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n";
        assertThat(Transcript.ofServer(head + "hell"))
                .endsWith("content hell", "400 the connection ended in the middle of the content");
        assertThat(Transcript.ofServer("GET / HT"))
                .containsExactly("400 the connection ended in the middle of the start line");
        assertThat(Transcript.ofServer("GET / HTTP/1.1\r\n"))
                .containsExactly("400 the connection ended in the middle of the header section");
        assertThat(Transcript.ofClient(HttpMethod.GET, ""))
                .containsExactly("502 the connection ended before the response");
    }

    @Test
    void responsesNobodyAskedForAreRejected() throws IOException {
        Http1Codec client = Http1Codec.client(Http1Limits.ofClient());
        byte[] response = "HTTP/1.1 204 No\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        client.receive(response, 0, response.length);
        assertThatThrownBy(client::next).hasMessage("a response without a request");
        assertThatThrownBy(client::next).as("for ever").hasMessage("a response without a request");
        assertThat(Transcript.ofClient(HttpMethod.GET, "HTTP/1.1 101 Switching Protocols\r\n\r\n"))
                .containsExactly("502 101 without a request to switch protocols");
    }

    @Test
    void whatOneEndWritesTheOtherReads() throws IOException {
        Http1Codec client = Http1Codec.client(Http1Limits.ofClient());
        client.send(new Http1Event.RequestHead(
                HttpMethod.POST, "/x", HttpVersion.HTTP_1_1, HOST.plus("Transfer-Encoding", "chunked")));
        client.send(data("hello, "));
        client.send(data(""));
        client.send(data("world and all"));
        client.send(new Http1Event.EndOfMessage(HttpFields.of("T", "1")));
        assertThat(written(client))
                .isEqualTo("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "7\r\nhello, \r\nd\r\nworld and all\r\n0\r\nT: 1\r\n\r\n");
    }

    @Test
    void aHeadKeepsItsPromiseOfALength() throws IOException {
        Http1Codec client = Http1Codec.client(Http1Limits.ofClient());
        client.send(new Http1Event.RequestHead(
                HttpMethod.POST, "/", HttpVersion.HTTP_1_1, HOST.plus("Content-Length", "3")));
        client.send(data("ab"));
        assertThatThrownBy(() -> client.send(data("cd"))).hasMessage("more content than the announced 3 bytes");
        assertThatThrownBy(() -> client.send(new Http1Event.EndOfMessage(HttpFields.EMPTY)))
                .hasMessage("the content ends 1 bytes before its announced length");
        assertThat(client.ours()).isEqualTo(Http1State.BODY);
    }

    @Test
    void illegalMessagesCannotBeSent() {
        Http1Codec server = Http1Codec.server(Http1Limits.ofServer());
        assertThatThrownBy(() -> server.send(
                        new Http1Event.ResponseHead(Status.OK, "OK\r\nX: y", HttpVersion.HTTP_1_1, HttpFields.EMPTY)))
                .hasMessageContaining("is not allowed in a reason phrase");
        assertThatThrownBy(() -> server.send(new Http1Event.ResponseHead(
                        Status.OK,
                        "OK",
                        HttpVersion.HTTP_1_1,
                        HttpFields.of("Content-Length", "1", "Transfer-Encoding", "chunked"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("both Content-Length and Transfer-Encoding");
        assertThatThrownBy(
                        () -> server.send(new Http1Event.RequestHead(HttpMethod.GET, "/", HttpVersion.HTTP_1_1, HOST)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void bytesAreTakenOnlyWhenThoseBeforeAreUsed() {
        Http1Codec server = Http1Codec.server(Http1Limits.ofServer());
        server.receive(new byte[] {'G'}, 0, 1);
        assertThatThrownBy(() -> server.receive(new byte[] {'E'}, 0, 1)).isInstanceOf(IllegalStateException.class);
    }

    private static Http1Event.Data data(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new Http1Event.Data(bytes, 0, bytes.length);
    }

    private static String written(Http1Codec codec) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        codec.transmit(out::write);
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
