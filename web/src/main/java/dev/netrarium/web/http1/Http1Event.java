package dev.netrarium.web.http1;

import dev.netrarium.web.grammar.Chars;
import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http.HttpMethod;
import dev.netrarium.web.http.HttpVersion;
import dev.netrarium.web.http.RequestTarget;
import dev.netrarium.web.http.Status;

/**
 * What passes over a connection, in either direction. A message is a head, any number of {@link Data}, and one {@link EndOfMessage}; before
 * a final response any number of informational heads (1xx) may stand, which have neither.
 */
public sealed interface Http1Event {
    /** The beginning of a message. */
    sealed interface Head extends Http1Event {
        /** The version that the sender speaks. */
        HttpVersion version();

        /** The header section. */
        HttpFields fields();
    }

    /**
     * A request line and its header section.
     *
     * @param method  what is asked for
     * @param target  of what, in one of the forms of {@link RequestTarget}
     * @param version the client's version
     * @param fields  the header section
     */
    record RequestHead(HttpMethod method, String target, HttpVersion version, HttpFields fields) implements Head {
        /**
         * Makes a head.
         *
         * @throws IllegalArgumentException if the target has not the form that the method asks for
         */
        public RequestHead {
            RequestTarget.parse(method, target);
        }
    }

    /**
     * A status line and its header section.
     *
     * @param status  what became of the request
     * @param reason  the reason phrase, perhaps empty
     * @param version the server's version
     * @param fields  the header section
     */
    record ResponseHead(Status status, String reason, HttpVersion version, HttpFields fields) implements Head {
        /**
         * Makes a head.
         *
         * @throws IllegalArgumentException if the reason holds a control character, such as a line end
         */
        public ResponseHead {
            for (int i = 0; i < reason.length(); i++) {
                if (!Chars.isFieldValue(reason.charAt(i))) {
                    throw new IllegalArgumentException(
                            Chars.show(reason.charAt(i)) + " is not allowed in a reason phrase");
                }
            }
        }
    }

    /**
     * Some content. A received one shows the caller's own array, and is good until the next {@link Http1Codec#receive}.
     *
     * @param bytes  where it stands
     * @param at     its first index
     * @param length how many bytes
     */
    record Data(byte[] bytes, int at, int length) implements Http1Event {}

    /**
     * The end of a message.
     *
     * @param trailers the fields after the content, which only chunked messages have
     */
    record EndOfMessage(HttpFields trailers) implements Http1Event {}

    /** The peer sends no more; between messages, so nothing is lost. */
    record ConnectionClosed() implements Http1Event {}
}
