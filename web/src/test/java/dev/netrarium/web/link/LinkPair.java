package dev.netrarium.web.link;

import dev.netrarium.web.ByteLink;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Two ends of one link in memory, for two threads. The virtual clock moves only while both ends wait, to the earlier of their deadlines; so
 * what happens does not depend on how fast the threads are.
 */
public final class LinkPair {
    private final End left = new End();
    private final End right = new End();
    private long now;

    /** One end. */
    public ByteLink left() {
        return left;
    }

    /** The other. */
    public ByteLink right() {
        return right;
    }

    private final class End implements ByteLink {
        private final Deque<byte[]> inbox = new ArrayDeque<>();
        private int used;
        private boolean peerDone;
        private boolean closed;
        private boolean waits;
        private long waitsUntil;

        private End peer() {
            return this == left ? right : left;
        }

        @Override
        public int read(byte[] b, int at, int length, long deadline) throws IOException {
            synchronized (LinkPair.this) {
                waits = true;
                waitsUntil = deadline;
                try {
                    while (inbox.isEmpty() && !peerDone && !closed) {
                        if (now >= deadline) {
                            throw new SocketTimeoutException("Read timed out");
                        }
                        if (peer().isStuck()) {
                            now = Math.min(deadline, peer().waitsUntil);
                            if (now == NO_DEADLINE) {
                                throw new IOException("both ends wait for ever");
                            }
                            LinkPair.this.notifyAll();
                        } else {
                            LinkPair.this.wait();
                        }
                    }
                    return take(b, at, length);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                } finally {
                    waits = false;
                    LinkPair.this.notifyAll();
                }
            }
        }

        private boolean isStuck() {
            return waits && inbox.isEmpty() && !peerDone && !closed && now < waitsUntil;
        }

        private int take(byte[] b, int at, int length) throws IOException {
            if (closed) {
                throw new IOException("Socket closed");
            }
            if (inbox.isEmpty()) {
                return -1;
            }
            byte[] first = inbox.peek();
            int n = Math.min(length, first.length - used);
            System.arraycopy(first, used, b, at, n);
            used += n;
            if (used == first.length) {
                used = 0;
                inbox.remove();
            }
            return n;
        }

        @Override
        public void write(byte[] b, int at, int length) throws IOException {
            synchronized (LinkPair.this) {
                if (closed) {
                    throw new IOException("Socket closed");
                }
                if (peer().closed) {
                    throw new IOException("Connection reset");
                }
                byte[] copy = new byte[length];
                System.arraycopy(b, at, copy, 0, length);
                peer().inbox.add(copy);
                LinkPair.this.notifyAll();
            }
        }

        @Override
        public void shutdownOutput() {
            synchronized (LinkPair.this) {
                peer().peerDone = true;
                LinkPair.this.notifyAll();
            }
        }

        @Override
        public long now() {
            synchronized (LinkPair.this) {
                return now;
            }
        }

        @Override
        public void close() {
            synchronized (LinkPair.this) {
                closed = true;
                peer().peerDone = true;
                LinkPair.this.notifyAll();
            }
        }
    }
}
