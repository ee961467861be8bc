package dev.netrarium.internet.story;

import dev.netrarium.internet.browser.BrowserEvent;
import dev.netrarium.internet.browser.BrowserListener;
import dev.netrarium.web.Url;
import dev.netrarium.web.client.HttpEvent;
import dev.netrarium.web.http.HttpRequest;

/** Tells what the browser does, and turns the chapters: the browser knows how far the story is. */
final class BrowserNarrator implements BrowserListener {
    private final Telling telling;
    private final String host;
    private final Marks marks;

    BrowserNarrator(Telling telling, String host, Marks marks) {
        this.telling = telling;
        this.host = host;
        this.marks = marks;
    }

    @Override
    public void happened(BrowserEvent event) {
        marks.note(event);
        switch (event) {
            case BrowserEvent.UrlRead e -> urlRead(e.now(), e.url());
            case BrowserEvent.AddressGiven e ->
                url(
                        e.now(),
                        "address",
                        "the host is an address already: " + e.address(),
                        "no name has to be looked up");
            case BrowserEvent.NameRemembered e -> {
                telling.begin(Chapter.DNS);
                dns(
                        e.now(),
                        "browser-cache-hit",
                        e.name() + " is " + e.addresses().getFirst(),
                        "the browser remembers it from a moment ago, for " + e.secondsLeft()
                                + " s more: nobody is asked");
            }
            case BrowserEvent.NameAsked e -> {
                telling.begin(Chapter.DNS);
                dns(
                        e.now(),
                        "browser-cache-miss",
                        "the browser does not know " + e.name() + " and asks the operating system",
                        "it has not been here in the last minute");
            }
            case BrowserEvent.NameFound e ->
                dns(
                        e.now(),
                        "found",
                        e.name() + " is " + e.addresses().getFirst(),
                        "the resolver said so; the browser notes it");
            case BrowserEvent.NameNotFound e -> dns(e.now(), "not-found", "no address for " + e.name(), e.why());
            case BrowserEvent.Connecting e -> {
                telling.begin(Chapter.CONNECT);
                telling.tell(
                        e.now(),
                        host,
                        Layer.TCP,
                        "connect",
                        "the browser asks for a connection to " + e.remote(),
                        "HTTP needs an ordered, reliable stream of bytes",
                        "remote",
                        e.remote().toString());
            }
            case BrowserEvent.NotConnected e ->
                telling.tell(
                        e.now(),
                        host,
                        Layer.TCP,
                        "not-connected",
                        "no connection to " + e.remote(),
                        e.why(),
                        "remote",
                        e.remote().toString());
            case BrowserEvent.OnConnection e -> http(e.event());
            case BrowserEvent.Shown e ->
                http(e.now(), "shown", "the browser shows the page", e.bytes() + " bytes of " + e.contentType());
        }
    }

    private void urlRead(long now, Url url) {
        String port = url.port() == Url.defaultPort(url.scheme())
                ? url.port() + " (the default of " + url.scheme() + ")"
                : String.valueOf(url.port());
        telling.tell(
                now,
                host,
                Layer.URL,
                "parsed",
                "scheme " + url.scheme() + ", host " + url.host().text() + ", port " + port + ", path " + url.path()
                        + (url.query() == null ? "" : ", query " + url.query()),
                "the scheme says how to ask, the host whom, the path what for",
                "scheme",
                url.scheme(),
                "host_name",
                url.host().text(),
                "port",
                url.port(),
                "path",
                url.path());
    }

    private void http(HttpEvent event) {
        switch (event) {
            case HttpEvent.Opened e ->
                telling.tell(
                        e.now(),
                        host,
                        Layer.TCP,
                        "connected",
                        "the connection to " + e.authority() + " is open",
                        "the SYN-ACK came: both directions are agreed on");
            case HttpEvent.Reused e -> {
                telling.begin(Chapter.CONNECT);
                telling.tell(
                        e.now(),
                        host,
                        Layer.TCP,
                        "reused",
                        "the connection to " + e.authority() + " is open already",
                        "keep-alive: no handshake, and TCP's window is warm");
            }
            case HttpEvent.RequestBegun e -> {
                telling.begin(Chapter.EXCHANGE);
                HttpRequest request = e.request();
                telling.tell(
                        e.now(),
                        host,
                        Layer.HTTP,
                        "request",
                        request.method().name() + " " + request.target() + " " + request.version() + ", Host: "
                                + request.fields().first("Host"),
                        "the connection is there; Host says which of the sites on that address is meant",
                        "method",
                        request.method().name(),
                        "target",
                        request.target());
            }
            case HttpEvent.RequestSent _ -> {}
            case HttpEvent.ResponseBegun e -> http(e.now(), "first-byte", "the first byte of the response is here", "");
            case HttpEvent.Informational e ->
                http(e.now(), "informational", e.head().toString(), "the final one follows");
            case HttpEvent.ResponseHeadReceived e ->
                telling.tell(
                        e.now(),
                        host,
                        Layer.HTTP,
                        "response",
                        e.head().status().code() + " " + e.head().reason() + ", "
                                + e.head().fields().first("Content-Type"),
                        "the server found what the path names, or says why not",
                        "status",
                        e.head().status().code());
            case HttpEvent.BodyComplete e ->
                telling.tell(
                        e.now(),
                        host,
                        Layer.HTTP,
                        "complete",
                        e.contentBytes() + " bytes of content are here",
                        "Content-Length or the last chunk says where it ends",
                        "bytes",
                        e.contentBytes());
            case HttpEvent.Redirected e -> http(e.now(), "redirected", e.from() + " → " + e.to(), "the server says so");
            case HttpEvent.Closed e -> {
                telling.begin(Chapter.CLOSE);
                telling.tell(e.now(), host, Layer.TCP, "close", "the browser closes the connection", e.reason());
            }
        }
    }

    private void http(long now, String event, String text, String why) {
        telling.tell(now, host, Layer.HTTP, event, text, why);
    }

    private void url(long now, String event, String text, String why) {
        telling.tell(now, host, Layer.URL, event, text, why);
    }

    private void dns(long now, String event, String text, String why) {
        telling.tell(now, host, Layer.DNS, event, text, why);
    }
}
