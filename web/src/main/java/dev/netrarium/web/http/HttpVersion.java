package dev.netrarium.web.http;

/** The version of a message in HTTP's first family. A later minor version is read as 1.1, as RFC 9110 §2.5 asks. */
public enum HttpVersion {
    /** HTTP/1.0 of RFC 1945: a connection ends with its response unless both sides say {@code keep-alive}. */
    HTTP_1_0("HTTP/1.0"),
    /** HTTP/1.1 of RFC 9112. */
    HTTP_1_1("HTTP/1.1");

    private final String text;

    HttpVersion(String text) {
        this.text = text;
    }

    /** As it stands in a start line. */
    @Override
    public String toString() {
        return text;
    }
}
