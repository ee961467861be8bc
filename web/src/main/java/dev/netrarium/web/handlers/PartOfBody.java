package dev.netrarium.web.handlers;

import dev.netrarium.web.http.HttpBody;
import java.io.IOException;
import java.io.InputStream;

/** Some consecutive bytes of another body. */
record PartOfBody(HttpBody whole, long first, long length) implements HttpBody {
    @Override
    public InputStream open() throws IOException {
        InputStream in = whole.open();
        try {
            in.skipNBytes(first);
        } catch (IOException e) {
            in.close();
            throw e;
        }
        return new Part(in, length);
    }

    private static final class Part extends InputStream {
        private final InputStream in;
        private long left;

        Part(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int at, int count) throws IOException {
            if (left == 0) {
                return -1;
            }
            int n = in.read(b, at, (int) Math.min(count, left));
            left -= Math.max(n, 0);
            return n;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(in.available(), left);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
