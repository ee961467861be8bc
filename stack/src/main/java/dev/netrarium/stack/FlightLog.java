package dev.netrarium.stack;

import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's flight recorder, which hears of rare events of all hosts of this JVM. It is asked for nothing before somebody
 * starts a recording: merely loading an event's class takes it a fifth of a second.
 *
 * <p>A recorder is the whole JVM's, therefore this is static.
 */
final class FlightLog {
    private static volatile @Nullable FlightEvents events;

    static {
        // An application may run without the module.
        if (ModuleLayer.boot().findModule("jdk.jfr").isPresent()) {
            Listener.listen();
        }
    }

    private FlightLog() {}

    /** What to tell; null while there is no recorder. */
    static @Nullable FlightEvents events() {
        return events;
    }

    /** Of its own, so that nothing of the recorder is needed where it is missing. */
    private static final class Listener implements FlightRecorderListener {
        static void listen() {
            FlightRecorder.addListener(new Listener());
        }

        @Override
        public void recorderInitialized(FlightRecorder recorder) {
            events = new FlightEvents();
        }
    }
}
