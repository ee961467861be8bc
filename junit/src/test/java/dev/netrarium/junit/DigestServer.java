package dev.netrarium.junit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A small blocking HTTP server as programs have them, on plain {@code java.net} sockets: {@code GET} answers a megabyte,
 * {@code POST} answers the SHA-256 of what was sent. It keeps connections open.
 */
final class DigestServer {
    static final int BODY_BYTES = 1_000_000;

    private DigestServer() {}

    /** What {@code GET} answers: no two neighbouring stretches are alike, so misplaced bytes show. */
    static byte[] body() {
        byte[] body = new byte[BODY_BYTES];
        int x = 1;
        for (int i = 0; i < body.length; i++) {
            x = x * 1_103_515_245 + 12_345;
            body[i] = (byte) (x >>> 16);
        }
        return body;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** Serves one connection after the other until the server socket is closed. */
    static void serve(ServerSocket server) throws IOException {
        while (true) {
            try (Socket peer = server.accept()) {
                InputStream in = new BufferedInputStream(peer.getInputStream());
                OutputStream out = peer.getOutputStream();
                for (String request = line(in); !request.isEmpty(); request = line(in)) {
                    int length = 0;
                    for (String field = line(in); !field.isEmpty(); field = line(in)) {
                        if (field.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                            length = Integer.parseInt(field.substring(15).strip());
                        }
                    }
                    byte[] sent = in.readNBytes(length);
                    answer(out, request.startsWith("POST") ? sha256(sent).getBytes(StandardCharsets.US_ASCII) : body());
                }
            }
        }
    }

    private static void answer(OutputStream out, byte[] body) throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    /** Up to CR LF; "" at the end of the stream too. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
