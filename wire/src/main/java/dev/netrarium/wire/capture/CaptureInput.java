package dev.netrarium.wire.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** A stream that knows how far it has been read, and says where it ended too early. */
final class CaptureInput implements Closeable {
    private final InputStream in;
    private long offset;

    CaptureInput(InputStream in) {
        this.in = in;
    }

    /** Bytes read so far. */
    long offset() {
        return offset;
    }

    /** Reads exactly so many bytes. The array grows with what is there, whatever length is asked for. */
    byte[] read(int length, String what) throws IOException {
        byte[] bytes = in.readNBytes(length);
        requireAll(bytes.length, length, what);
        offset += length;
        return bytes;
    }

    /** As {@link #read}, but an end of file before the first byte gives an empty array. */
    byte[] readUnlessAtEnd(int length, String what) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length > 0) {
            requireAll(bytes.length, length, what);
        }
        offset += bytes.length;
        return bytes;
    }

    void skip(long length, String what) throws IOException {
        long left = length;
        while (left > 0) {
            long skipped = in.skip(left);
            if (skipped == 0) {
                // skip() may do nothing for reasons of its own: only read() knows the end.
                if (in.read() < 0) {
                    requireAll(length - left, length, what);
                }
                skipped = 1;
            }
            left -= skipped;
        }
        offset += length;
    }

    private void requireAll(long there, long needed, String what) throws MalformedCaptureException {
        if (there < needed) {
            throw new MalformedCaptureException(
                    "the file ends inside " + what + ": " + needed + " bytes needed, " + there + " are there", offset);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
