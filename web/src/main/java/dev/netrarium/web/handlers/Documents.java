package dev.netrarium.web.handlers;

import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.HttpResponse;
import dev.netrarium.web.http.Status;
import dev.netrarium.web.server.HttpHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Documents in memory, each at one path: the same answers in every run, because no file system has a word in them. A path that ends in
 * {@code /} is a folder's own document. Preconditions and single ranges are honoured.
 */
public final class Documents implements HttpHandler {
    private final Map<String, Representation> documents;

    private Documents(Map<String, Representation> documents) {
        this.documents = documents;
    }

    /**
     * Begins an empty collection.
     *
     * @param modified when its documents say they last changed
     */
    public static Builder modifiedAt(Instant modified) {
        return new Builder(modified);
    }

    /** Collects documents. */
    public static final class Builder {
        private final Instant modified;
        private final Map<String, Representation> documents = new TreeMap<>();

        private Builder(Instant modified) {
            this.modified = modified;
        }

        /**
         * Adds a text in UTF-8, its media type by the end of the path, HTML for a folder.
         *
         * @param path as in a URL, beginning with {@code /}
         */
        public Builder add(String path, String text) {
            String type = ContentTypes.of(path.endsWith("/") ? "index.html" : path);
            return add(path, type, text.getBytes(StandardCharsets.UTF_8));
        }

        /**
         * Adds bytes, which must not change from now on.
         *
         * @param path as in a URL, beginning with {@code /}
         * @throws IllegalArgumentException if the path does not begin so
         */
        public Builder add(String path, String contentType, byte[] content) {
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("a path begins with \"/\": " + path);
            }
            documents.put(path, new Representation(HttpBody.of(content), contentType, modified, entityTag(content)));
            return this;
        }

        /** The documents so far. */
        public Documents build() {
            return new Documents(new TreeMap<>(documents));
        }
    }

    private static String entityTag(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return "\"" + HexFormat.of().formatHex(hash, 0, 8) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        HttpResponse notGet = Representation.unlessGet(request);
        if (notGet != null) {
            return notGet;
        }
        Representation document = documents.get(request.path());
        if (document != null) {
            return document.answer(request);
        }
        String folder = request.path() + "/";
        if (documents.containsKey(folder)) {
            String query = request.query().isEmpty() ? "" : "?" + request.query();
            return HttpResponse.text(Status.MOVED_PERMANENTLY, "This is a folder.\n")
                    .with("Location", folder + query);
        }
        return HttpResponse.text(Status.NOT_FOUND, "Not found.\n");
    }
}
