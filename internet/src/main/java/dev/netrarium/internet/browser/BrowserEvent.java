package dev.netrarium.internet.browser;

import dev.netrarium.web.Url;
import dev.netrarium.web.client.HttpEvent;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import java.util.List;

/** A step of a {@link Browser} on its way from a URL to a page. */
public sealed interface BrowserEvent {
    /** When, in nanoseconds since the world began. */
    long now();

    /** The text was read as a URL. */
    record UrlRead(long now, String text, Url url) implements BrowserEvent {}

    /** The host part is an address: no name has to be looked up. */
    record AddressGiven(long now, IpAddress address) implements BrowserEvent {}

    /** The browser remembers the name from an earlier visit. */
    record NameRemembered(long now, String name, List<IpAddress> addresses, long secondsLeft) implements BrowserEvent {}

    /** The browser does not know the name and asks the operating system's resolver. */
    record NameAsked(long now, String name) implements BrowserEvent {}

    /** The operating system's resolver gave the addresses. */
    record NameFound(long now, String name, List<IpAddress> addresses) implements BrowserEvent {}

    /** The operating system's resolver gave none. */
    record NameNotFound(long now, String name, String why) implements BrowserEvent {}

    /** A TCP connection is asked for. */
    record Connecting(long now, Endpoint remote) implements BrowserEvent {}

    /** The connection could not be opened. */
    record NotConnected(long now, Endpoint remote, String why) implements BrowserEvent {}

    /** What happens on a connection. */
    record OnConnection(HttpEvent event) implements BrowserEvent {
        @Override
        public long now() {
            return event.now();
        }
    }

    /** The page is on the screen. */
    record Shown(long now, String contentType, int bytes) implements BrowserEvent {}
}
