package dev.netrarium.web;

import dev.netrarium.web.grammar.Chars;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Percent-encoding of RFC 3986 §2.1, with UTF-8 underneath. It does not know forms: {@code +} stays {@code +}.
 */
public final class PercentCoding {
    private PercentCoding() {}

    /**
     * Encodes every octet of the text's UTF-8 form that is not {@code unreserved}: the result is safe in any part of a URL.
     *
     * @param text any text
     * @return the same text in ASCII
     */
    public static String encode(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(octets.length + 16);
        for (byte octet : octets) {
            int c = octet & 0xff;
            if (Chars.isUnreserved(c)) {
                out.append((char) c);
            } else {
                out.append('%').append(hex(c >> 4)).append(hex(c & 15));
            }
        }
        return out.toString();
    }

    /**
     * Decodes each {@code %XX}; all else stands for itself.
     *
     * @param text a path, query or other part of a URL
     * @return the text it means
     * @throws IllegalArgumentException if a {@code %} has no two hexadecimal digits after it, or the octets are not UTF-8
     */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (!isEncodedAt(text, i)) {
                    throw new IllegalArgumentException("\"%\" without two hexadecimal digits in \"" + text + "\"");
                }
                octets.write(Chars.hexValue(text.charAt(i + 1)) << 4 | Chars.hexValue(text.charAt(i + 2)));
                i += 2;
            } else {
                octets.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("\"" + text + "\" does not decode to UTF-8", e);
        }
    }

    static boolean isEncodedAt(String text, int at) {
        return at + 2 < text.length() && Chars.isHex(text.charAt(at + 1)) && Chars.isHex(text.charAt(at + 2));
    }

    private static char hex(int digit) {
        return "0123456789ABCDEF".charAt(digit);
    }
}
