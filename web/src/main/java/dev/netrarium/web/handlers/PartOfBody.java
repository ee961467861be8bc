package dev.netrarium.web.handlers;

import dev.netrarium.web.http.HttpBody;
import java.io.FilterInputStream;
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
        return new FilterInputStream(in) {
            private long left = length;

            @Override
            public int read() throws IOException {
                int c = left == 0 ? -1 : super.read();
                left -= c < 0 ? 0 : 1;
                return c;
            }

            @Override
            public int read(byte[] b, int at, int count) throws IOException {
                if (left == 0) {
                    return -1;
                }
                int n = super.read(b, at, (int) Math.min(count, left));
                left -= Math.max(n, 0);
                return n;
            }
        };
    }
}
