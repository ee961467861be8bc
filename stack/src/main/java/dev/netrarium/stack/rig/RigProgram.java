package dev.netrarium.stack.rig;

/** A program at an end of the rig: looks whether it can do something, each time that something happened at its end. */
@FunctionalInterface
public interface RigProgram {
    /** Does what can be done without waiting. */
    void run(long now);
}
