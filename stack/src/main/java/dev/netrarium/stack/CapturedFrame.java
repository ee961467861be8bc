package dev.netrarium.stack;

/**
 * A frame that a packet socket saw.
 *
 * @param bytes the frame as it was on the interface, link header included where the link has one
 * @param outgoing true when this host sent it
 */
@SuppressWarnings("ArrayRecordComponent") // made once per frame, owned by the reader
public record CapturedFrame(NetInterface on, byte[] bytes, boolean outgoing, long id, long nanos) {}
