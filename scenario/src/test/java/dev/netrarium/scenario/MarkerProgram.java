package dev.netrarium.scenario;

import dev.netrarium.stack.sockets.TcpServerSocket;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.world.Program;
import dev.netrarium.world.ProgramProvider;
import java.util.Map;

/** For tests: sends a few kilobytes to whoever connects to port 7. */
public final class MarkerProgram implements ProgramProvider {
    @Override
    public String name() {
        return "marker";
    }

    @Override
    public Program create(Map<String, String> options) {
        return context -> {
            try (TcpServerSocket listener = context.sockets().listen(7)) {
                while (true) {
                    try (TcpSocket peer = listener.accept()) {
                        peer.write(new byte[50_000], 0, 50_000);
                    }
                }
            }
        };
    }
}
