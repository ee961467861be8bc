package dev.netrarium.stack;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.UdpHeader;

/** Finishes checksums that a transport began: its field holds the sum of the pseudo-header. */
final class PartialChecksum {
    private PartialChecksum() {}

    static void complete(Packet packet) {
        byte[] b = packet.bytes;
        int start = packet.checksumStart;
        int field = start + packet.checksumOffset;
        int sum = Checksum.finish(Checksum.add(0, b, start, packet.end - start));
        // UDP sends a sum of zero as all ones (RFC 768); to TCP both mean the same.
        boolean isUdp = packet.checksumOffset == UdpHeader.CHECKSUM;
        BigEndian.put16(b, field, sum == 0 && isUdp ? 0xffff : sum);
        packet.checksum = Packet.ChecksumState.VERIFIED;
    }
}
