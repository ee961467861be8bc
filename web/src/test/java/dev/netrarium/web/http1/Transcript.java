package dev.netrarium.web.http1;

import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http.HttpMethod;
import dev.netrarium.web.http.HttpVersion;
import dev.netrarium.web.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a codec makes of some bytes, as lines of text; neighbouring pieces of content are one line, so that cuts do not show. */
final class Transcript {
    private static final HttpFields NOTHING = HttpFields.EMPTY;

    private final boolean server;
    private final HttpMethod asks;
    private final Http1Codec codec;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder content = new StringBuilder();
    private boolean over;

    private Transcript(boolean server, HttpMethod asks, Http1Limits limits) {
        this.server = server;
        this.asks = asks;
        this.codec = server ? Http1Codec.server(limits) : Http1Codec.client(limits);
        if (!server) {
            ask();
        }
    }

    static List<String> ofServer(String... pieces) {
        return of(true, HttpMethod.GET, Http1Limits.ofServer(), true, bytes(pieces));
    }

    static List<String> ofClient(HttpMethod asks, String... pieces) {
        return of(false, asks, Http1Limits.ofClient(), true, bytes(pieces));
    }

    static List<String> of(boolean server, HttpMethod asks, Http1Limits limits, boolean ends, List<byte[]> pieces) {
        Transcript transcript = new Transcript(server, asks, limits);
        for (byte[] piece : pieces) {
            transcript.receive(piece);
        }
        if (ends && !transcript.over) {
            transcript.codec.receiveEnd();
            transcript.drain();
        }
        transcript.flushContent();
        return transcript.lines;
    }

    static List<byte[]> bytes(String... pieces) {
        List<byte[]> all = new ArrayList<>();
        for (String piece : pieces) {
            all.add(piece.getBytes(StandardCharsets.ISO_8859_1));
        }
        return all;
    }

    private void receive(byte[] piece) {
        if (!over && piece.length > 0) {
            codec.receive(piece, 0, piece.length);
            drain();
        }
    }

    private void drain() {
        while (!over) {
            @Nullable Http1Event event;
            try {
                event = codec.next();
            } catch (RejectedMessageException e) {
                flushContent();
                lines.add(e.status().code() + " " + e.getMessage());
                over = true;
                return;
            }
            if (event == null) {
                return;
            }
            add(event);
        }
    }

    private void add(Http1Event event) {
        switch (event) {
            case Http1Event.Data data ->
                content.append(new String(data.bytes(), data.at(), data.length(), StandardCharsets.ISO_8859_1));
            case Http1Event.RequestHead head ->
                lines.add(head.method() + " " + head.target() + " " + head.version() + fields(head.fields()));
            case Http1Event.ResponseHead head ->
                lines.add(head.version() + " " + head.status().code() + " " + head.reason() + fields(head.fields()));
            case Http1Event.EndOfMessage end -> {
                flushContent();
                lines.add("end" + fields(end.trailers()));
                turn();
            }
            case Http1Event.ConnectionClosed _ -> {
                lines.add("closed");
                over = true;
            }
        }
    }

    /** Our part of the exchange, so that the next one can follow. */
    private void turn() {
        if (server) {
            codec.send(new Http1Event.ResponseHead(Status.NO_CONTENT, "", HttpVersion.HTTP_1_1, NOTHING));
            codec.send(new Http1Event.EndOfMessage(NOTHING));
        }
        if (!codec.canStartNext()) {
            lines.add("last");
            over = true;
            return;
        }
        codec.startNext();
        if (!server) {
            ask();
        }
    }

    private void ask() {
        codec.send(new Http1Event.RequestHead(
                asks, asks.equals(HttpMethod.CONNECT) ? "h:1" : "/", HttpVersion.HTTP_1_1, HttpFields.of("Host", "h")));
        codec.send(new Http1Event.EndOfMessage(NOTHING));
    }

    private void flushContent() {
        if (!content.isEmpty()) {
            lines.add("content " + content);
            content.setLength(0);
        }
    }

    private static String fields(HttpFields fields) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            text.append(" | ").append(fields.name(i)).append(": ").append(fields.value(i));
        }
        return text.toString();
    }
}
