package dev.netrarium.web.handlers;

import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.HttpResponse;
import dev.netrarium.web.http.Status;
import dev.netrarium.web.server.HttpHandler;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * The files of a folder, read only. A folder shows its {@code index.html}; a folder named without the slash at its end is redirected to the
 * name with it. Nothing outside of the folder is shown, neither by dots in the path (400) nor by a symbolic link (403). Preconditions and
 * single ranges are honoured.
 */
public final class StaticFiles implements HttpHandler {
    private static final String INDEX = "index.html";

    private final Path root;

    /**
     * Serves a folder.
     *
     * @param folder of any file system, a Java archive's included
     * @throws IOException if it is not there, or not a folder
     */
    public StaticFiles(Path folder) throws IOException {
        root = folder.toRealPath();
        if (!Files.isDirectory(root)) {
            throw new IOException("not a folder: " + folder);
        }
    }

    @Override
    public HttpResponse handle(HttpRequest request) throws IOException {
        HttpResponse notGet = Representation.unlessGet(request);
        if (notGet != null) {
            return notGet;
        }
        ResourcePath path;
        Path file = root;
        try {
            path = ResourcePath.parse(request.path());
            for (String name : path.segments()) {
                file = file.resolve(name);
            }
        } catch (InvalidPathException e) {
            return notFound();
        } catch (IllegalArgumentException e) {
            return HttpResponse.text(Status.BAD_REQUEST, e.getMessage() + "\n");
        }
        return answer(request, path, file);
    }

    private HttpResponse answer(HttpRequest request, ResourcePath path, Path named) throws IOException {
        Path file = named;
        if (Files.isDirectory(file)) {
            if (!path.isFolder()) {
                return redirect(request);
            }
            file = file.resolve(INDEX);
        } else if (path.isFolder()) {
            return notFound();
        }
        BasicFileAttributes attributes;
        try {
            file = file.toRealPath();
            if (!file.startsWith(root)) {
                return HttpResponse.text(Status.FORBIDDEN, "A link leads out of the folder.\n");
            }
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (AccessDeniedException e) {
            return forbidden();
        } catch (FileSystemException e) {
            return notFound(); // Not there, below a file, a loop of links, too long a name.
        }
        if (!attributes.isRegularFile() || !Files.isReadable(file)) {
            return forbidden();
        }
        Instant modified = attributes.lastModifiedTime().toInstant();
        String tag = "\"%x-%x-%x\"".formatted(attributes.size(), modified.getEpochSecond(), modified.getNano());
        // A file that grows meanwhile is shown as long as it was.
        HttpBody content = new PartOfBody(HttpBody.of(file, attributes.size()), 0, attributes.size());
        return new Representation(content, ContentTypes.of(String.valueOf(file.getFileName())), modified, tag)
                .answer(request);
    }

    /** To the same path with a slash. Two slashes at the beginning would name another host; they never get here, being an empty name. */
    private static HttpResponse redirect(HttpRequest request) {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        return HttpResponse.text(Status.MOVED_PERMANENTLY, "This is a folder.\n")
                .with("Location", request.path() + "/" + query);
    }

    private static HttpResponse forbidden() {
        return HttpResponse.text(Status.FORBIDDEN, "This is not a file that can be read.\n");
    }

    private static HttpResponse notFound() {
        return HttpResponse.text(Status.NOT_FOUND, "Not found.\n");
    }
}
