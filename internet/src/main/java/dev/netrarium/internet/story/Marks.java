package dev.netrarium.internet.story;

import dev.netrarium.internet.browser.BrowserEvent;
import dev.netrarium.web.client.HttpEvent;

/** The moments of one visit between which the summary's times lie; -1 where one did not come. */
final class Marks {
    private long begun = -1;
    private long nameAsked = -1;
    private long nameKnown = -1;
    private long connecting = -1;
    private long connected = -1;
    private long requested = -1;
    private long firstByte = -1;
    private long complete = -1;

    void clear() {
        begun = -1;
        nameAsked = -1;
        nameKnown = -1;
        connecting = -1;
        connected = -1;
        requested = -1;
        firstByte = -1;
        complete = -1;
    }

    void note(BrowserEvent event) {
        switch (event) {
            case BrowserEvent.UrlRead e -> begun = e.now();
            case BrowserEvent.NameAsked e -> nameAsked = e.now();
            case BrowserEvent.NameFound e -> nameKnown = e.now();
            case BrowserEvent.Connecting e -> connecting = e.now();
            case BrowserEvent.OnConnection(HttpEvent.Opened e) -> connected = e.now();
            case BrowserEvent.OnConnection(HttpEvent.RequestBegun e) -> requested = e.now();
            case BrowserEvent.OnConnection(HttpEvent.ResponseBegun e) -> firstByte = e.now();
            case BrowserEvent.OnConnection(HttpEvent.BodyComplete e) -> complete = e.now();
            default -> {}
        }
    }

    long dnsNanos() {
        return between(nameAsked, nameKnown);
    }

    long connectNanos() {
        return between(connecting, connected);
    }

    /** From the request's first byte to the response's. */
    long firstByteNanos() {
        return between(requested, firstByte);
    }

    long totalNanos() {
        return between(begun, complete);
    }

    /** 0 when either end is missing: it did not have to happen, or never ended. */
    private static long between(long from, long to) {
        return from < 0 || to < 0 ? 0 : to - from;
    }
}
