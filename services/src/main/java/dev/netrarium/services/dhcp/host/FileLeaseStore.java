package dev.netrarium.services.dhcp.host;

import dev.netrarium.services.dhcp.server.LeaseStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A lease log in a file; every line is forced onto the disk before its lease is given. */
public final class FileLeaseStore implements LeaseStore {
    /** A log beyond this is not ours: it is written anew long before. */
    private static final long MOST_BYTES = 1L << 30;

    private final Path file;

    /**
     * @param file made when it is not there; its folder must be
     */
    public FileLeaseStore(Path file) {
        this.file = file;
    }

    @Override
    public byte[] read() throws IOException {
        if (!Files.exists(file)) {
            return new byte[0];
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + " is no lease log: it has " + Files.size(file) + " bytes");
        }
        return Files.readAllBytes(file);
    }

    @Override
    public void append(byte[] bytes) throws IOException {
        write(file, bytes, StandardOpenOption.APPEND);
    }

    @Override
    public void replace(byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        write(fresh, bytes, StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(Path to, byte[] bytes, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
