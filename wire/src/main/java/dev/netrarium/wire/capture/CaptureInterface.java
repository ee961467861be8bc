package dev.netrarium.wire.capture;

/**
 * Where packets of a capture came by.
 *
 * @param index its place in the file, from 0; interfaces of later sections count on
 * @param name as the file says it, "" where it does not
 * @param description "" where the file has none
 * @param linkType see {@link LinkType}
 * @param snapLengthBytes the most that was kept of a packet; 0 is no limit
 */
public record CaptureInterface(int index, String name, String description, int linkType, long snapLengthBytes) {}
