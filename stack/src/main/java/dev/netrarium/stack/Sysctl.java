package dev.netrarium.stack;

import java.util.List;

/** The knobs of a host by Linux's names, such as {@code net.ipv4.ip_forward}. */
public final class Sysctl {
    Sysctl(Host host) {}

    /** All names, sorted. */
    public List<String> names() {
        throw new UnsupportedOperationException();
    }

    /**
     * The value of a knob, as {@code sysctl} prints it.
     *
     * @throws IllegalArgumentException when there is no such knob
     */
    public String get(String name) {
        throw new UnsupportedOperationException();
    }

    /**
     * Turns a knob.
     *
     * @throws IllegalArgumentException when there is no such knob, or the value does not fit it
     */
    public void set(String name, String value) {
        throw new UnsupportedOperationException();
    }
}
