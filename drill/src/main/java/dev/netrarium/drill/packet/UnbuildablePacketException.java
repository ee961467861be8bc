package dev.netrarium.drill.packet;

/** A script asks for a packet that cannot be made. */
public final class UnbuildablePacketException extends Exception {
    private static final long serialVersionUID = 1;

    UnbuildablePacketException(String sentence) {
        super(sentence);
    }
}
