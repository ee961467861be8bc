package dev.netrarium.services.dns.resolver;

/** Why a server is asked. */
public enum AskReason {
    /** The first one for this name in this zone. */
    FIRST("first"),
    /** The server asked before gave nothing usable. */
    NEXT_TRY("the try before brought nothing"),
    /** The answer over UDP was cut (TC): the same over TCP (RFC 7766 §5). */
    TRUNCATED("the answer over UDP was cut"),
    /** The server does not know EDNS: the same without (RFC 6891 §6.2.2). */
    WITHOUT_EDNS("the server does not take EDNS"),
    /** Responses came that do not match the query: the same over TCP, which cannot be forged blindly. */
    FORGERY_SUSPECTED("responses came that match no query");

    private final String text;

    AskReason(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
