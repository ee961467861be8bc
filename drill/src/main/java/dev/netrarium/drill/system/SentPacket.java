package dev.netrarium.drill.system;

/**
 * An IP packet that the system sent.
 *
 * @param nanos when it left, since the script began
 */
public record SentPacket(byte[] bytes, long nanos) {}
