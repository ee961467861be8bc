package dev.netrarium.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksumTest {
    @Test
    void sumsTheExampleOfRfc1071() {
        byte[] b = HexFormat.of().parseHex("0001f203f4f5f6f7");
        assertThat(Checksum.fold(Checksum.add(0, b, 0, b.length))).isEqualTo(0xddf2);
        assertThat(Checksum.finish(Checksum.add(0, b, 0, b.length))).isEqualTo(0x220d);
    }

    @Test
    void updatesTheExampleOfRfc1624() {
        // §4: where equation 2 of RFC 1141 gives 0xffff, the sum of the changed header is 0.
        assertThat(Checksum.update16(0xdd2f, 0x5555, 0x3285)).isZero();
        assertThat(Checksum.update32(0xdd2f, 0x0000_5555, 0x0000_3285)).isZero();
    }

    @Test
    void sumsPiecesInAnyOrder() {
        byte[] b = HexFormat.of().parseHex("0001f203f4f5f6f7");
        long pieces = Checksum.add(Checksum.add(Checksum.add(0, b, 6, 2), b, 0, 2), b, 2, 4);
        assertThat(Checksum.fold(pieces)).isEqualTo(0xddf2);
    }

    @Test
    void agreesWithTheNaiveSumAtEveryLengthAndOffset() {
        Random random = new Random(7);
        byte[] b = new byte[70_000];
        random.nextBytes(b);
        for (int at = 0; at < 9; at++) {
            for (int length = 0; length < 200; length++) {
                check(b, at, length);
            }
            check(b, at, 1460);
            check(b, at, 65_535);
        }
        java.util.Arrays.fill(b, (byte) 0xff); // every carry there can be
        check(b, 0, 65_535);
        check(b, 1, 64_000);
    }

    private static void check(byte[] b, int at, int length) {
        long naive = 0;
        for (int i = 0; i < length; i++) {
            naive += (b[at + i] & 0xff) << ((i & 1) == 0 ? 8 : 0);
        }
        while (naive >>> 16 != 0) {
            naive = (naive & 0xffff) + (naive >>> 16);
        }
        int folded = Checksum.fold(Checksum.add(0, b, at, length));
        // 0 and 0xffff are both zero in one's complement; a sum of something never gives plain 0.
        assertThat(folded % 0xffff).as("at %d, %d bytes", at, length).isEqualTo((int) naive % 0xffff);
    }

    @Test
    void aChangedFieldGivesTheSumOfTheWhole() {
        Random random = new Random(3);
        byte[] b = new byte[20];
        for (int i = 0; i < 100_000; i++) {
            random.nextBytes(b);
            b[0] = 0x45;
            Ipv4Header.completeChecksum(b, 0);
            int old = Ipv4Header.source(b, 0);
            int changed = random.nextInt();
            int updated = Checksum.update32(Ipv4Header.headerChecksum(b, 0), old, changed);
            int byAddress =
                    Checksum.update(Ipv4Header.headerChecksum(b, 0), new Ipv4Address(old), new Ipv4Address(changed));
            Ipv4Header.putSource(b, 0, changed);
            Ipv4Header.putHeaderChecksum(b, 0, updated);
            assertThat(Checksum.finish(Checksum.add(0, b, 0, 20))).isZero();
            Ipv4Header.putHeaderChecksum(b, 0, byAddress);
            assertThat(Checksum.finish(Checksum.add(0, b, 0, 20))).isZero();
            if (Ipv4Header.timeToLive(b, 0) > 0) {
                Ipv4Header.decrementTimeToLive(b, 0);
                assertThat(Checksum.finish(Checksum.add(0, b, 0, 20))).isZero();
            }
        }
    }
}
