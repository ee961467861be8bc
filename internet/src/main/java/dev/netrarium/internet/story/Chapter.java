package dev.netrarium.internet.story;

/** The parts of the story, in order, each with what it is for. */
public enum Chapter {
    URL("Reading the URL", "what to fetch, from which host, by which protocol"),
    DNS("Finding the address", "IP carries packets to addresses, not to names; the nearest memory is asked first"),
    CONNECT("Opening a connection", "TCP numbers every byte; both sides say where they begin, and hear that confirmed"),
    EXCHANGE("Asking and answering", "HTTP: one request, one response, as bytes in TCP's stream"),
    CLOSE("Closing", "each direction ends by itself: FIN, and its acknowledgment");

    private final String title;
    private final String purpose;

    Chapter(String title, String purpose) {
        this.title = title;
        this.purpose = purpose;
    }

    public String title() {
        return title;
    }

    /** Half a sentence: why this has to happen at all. */
    public String purpose() {
        return purpose;
    }
}
