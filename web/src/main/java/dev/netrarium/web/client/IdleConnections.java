package dev.netrarium.web.client;

import dev.netrarium.web.Authority;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections of a client that nobody uses now, the one unused longest first. Few, so they are simply searched. Any thread may call. */
final class IdleConnections {
    private final HttpClientOptions options;
    private final List<Http1Connection> idle = new ArrayList<>();
    private boolean closed;

    IdleConnections(HttpClientOptions options) {
        this.options = options;
    }

    /** Takes the connection to this server that was used last, and closes those that are too old; null if there is none. */
    @Nullable Http1Connection take(Authority authority) {
        Http1Connection found = null;
        List<Http1Connection> stale = new ArrayList<>();
        synchronized (this) {
            for (int i = idle.size() - 1; i >= 0; i--) {
                Http1Connection each = idle.get(i);
                if (each.isStale()) {
                    stale.add(idle.remove(i));
                } else if (found == null && each.authority().equals(authority)) {
                    found = idle.remove(i);
                }
            }
        }
        for (Http1Connection each : stale) {
            closeQuietly(each, "unused for too long");
        }
        return found;
    }

    /** Keeps a connection; where there are too many, the one unused longest is closed. */
    void put(Http1Connection connection) {
        Http1Connection surplus = null;
        synchronized (this) {
            if (closed || options.idlePerServer() == 0 || options.idleInAll() == 0) {
                surplus = connection;
            } else {
                if (count(connection.authority()) == options.idlePerServer()) {
                    surplus = removeOldest(connection.authority());
                } else if (idle.size() == options.idleInAll()) {
                    surplus = idle.removeFirst();
                }
                idle.add(connection);
            }
        }
        if (surplus != null) {
            closeQuietly(surplus, "too many unused connections");
        }
    }

    private int count(Authority authority) {
        int count = 0;
        for (Http1Connection each : idle) {
            if (each.authority().equals(authority)) {
                count++;
            }
        }
        return count;
    }

    private @Nullable Http1Connection removeOldest(Authority authority) {
        for (int i = 0; i < idle.size(); i++) {
            if (idle.get(i).authority().equals(authority)) {
                return idle.remove(i);
            }
        }
        return null;
    }

    synchronized int size() {
        return idle.size();
    }

    /** Closes all, and from now on whatever comes. */
    void close() {
        List<Http1Connection> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(idle);
            idle.clear();
        }
        for (Http1Connection each : all) {
            closeQuietly(each, "the client is closed");
        }
    }

    /** The exchange that freed it is over and good; that its connection does not close well is no news to anybody. */
    private static void closeQuietly(Http1Connection connection, String reason) {
        try {
            connection.close(reason);
        } catch (IOException e) {
            System.getLogger(IdleConnections.class.getName())
                    .log(System.Logger.Level.DEBUG, "closing an unused connection", e);
        }
    }
}
