package dev.netrarium.services.dns.authority;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a master file into entries of words (RFC 1035 §5.1): parentheses join lines, semicolons begin comments, quotes
 * hold a word together. Escapes are left for those who know what the word means.
 */
final class ZoneWords {
    /**
     * One entry.
     *
     * @param line of its first word, from 1
     * @param startsBlank true when the line begins with a blank: the owner is that of the entry before
     */
    record Entry(int line, boolean startsBlank, List<String> words) {}

    private final String text;
    private int at;
    private int line = 1;

    ZoneWords(String text) {
        this.text = text;
    }

    /** The next entry that has words; null at the end. */
    @Nullable Entry next() {
        while (at < text.length()) {
            Entry entry = entry();
            if (!entry.words().isEmpty()) {
                return entry;
            }
        }
        return null;
    }

    private Entry entry() {
        boolean startsBlank = isBlank(text.charAt(at));
        int firstLine = line;
        int openedAt = 0;
        List<String> words = new ArrayList<>();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                at++;
                line++;
                if (openedAt == 0) {
                    break;
                }
            } else if (isBlank(c)) {
                at++;
            } else if (c == ';') {
                skipComment();
            } else if (c == '(') {
                if (openedAt != 0) {
                    throw new ZoneTextException(line, "parenthesis within parentheses");
                }
                openedAt = line;
                at++;
            } else if (c == ')') {
                if (openedAt == 0) {
                    throw new ZoneTextException(line, "closing parenthesis without an opening one");
                }
                openedAt = 0;
                at++;
            } else {
                if (words.isEmpty()) {
                    firstLine = line;
                }
                words.add(c == '"' ? quoted() : word());
            }
        }
        if (openedAt != 0) {
            throw new ZoneTextException(openedAt, "parenthesis is never closed");
        }
        return new Entry(firstLine, startsBlank, words);
    }

    private void skipComment() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
    }

    private String word() {
        int start = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\') {
                at = Math.min(at + 2, text.length());
            } else if (isBlank(c) || c == '\n' || c == ';' || c == '(' || c == ')' || c == '"') {
                break;
            } else {
                at++;
            }
        }
        return text.substring(start, at);
    }

    private String quoted() {
        int start = ++at;
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = text.charAt(at);
            if (c == '"') {
                return text.substring(start, at++);
            }
            at += c == '\\' ? 2 : 1;
        }
        throw new ZoneTextException(line, "quote is never closed");
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r';
    }
}
