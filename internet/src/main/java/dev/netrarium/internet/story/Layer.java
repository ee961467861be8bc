package dev.netrarium.internet.story;

import java.util.Locale;

/** Where in the stack of protocols something happened. */
public enum Layer {
    URL,
    DNS,
    ROUTE,
    ARP,
    IP,
    NAT,
    TCP,
    HTTP;

    /** The name as it is printed, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
