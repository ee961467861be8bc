package dev.netrarium.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceNumberTest {
    @Test
    void orderHoldsAcrossTheWrap() {
        assertThat(SequenceNumber.lessThan(0xffff_ffff, 0)).isTrue();
        assertThat(SequenceNumber.greaterThan(0, 0xffff_ffff)).isTrue();
        assertThat(SequenceNumber.lessThan(0x7fff_ffff, 0x8000_0000)).isTrue();
        assertThat(SequenceNumber.max(0xffff_fff0, 0x10)).isEqualTo(0x10);
        assertThat(SequenceNumber.min(0xffff_fff0, 0x10)).isEqualTo(0xffff_fff0);
        assertThat(SequenceNumber.distance(0x10, 0xffff_fff0)).isEqualTo(-0x20);
    }

    @Test
    void aNumberIsNeitherBeforeNorBehindItself() {
        for (int number : new int[] {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThat(SequenceNumber.lessThan(number, number)).isFalse();
            assertThat(SequenceNumber.greaterThan(number, number)).isFalse();
            assertThat(SequenceNumber.lessOrEqual(number, number)).isTrue();
            assertThat(SequenceNumber.greaterOrEqual(number, number)).isTrue();
        }
    }

    @Test
    void stepsForwardWithinHalfTheCircleAreGreaterFromAnywhere() {
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            int from = random.nextInt();
            int step = 1 + random.nextInt(Integer.MAX_VALUE);
            int to = from + step;
            assertThat(SequenceNumber.lessThan(from, to)).isTrue();
            assertThat(SequenceNumber.greaterOrEqual(from, to)).isFalse();
            assertThat(SequenceNumber.distance(from, to)).isEqualTo(step);
            assertThat(SequenceNumber.max(from, to)).isEqualTo(to);
            assertThat(SequenceNumber.min(from, to)).isEqualTo(from);
        }
    }

    @Test
    void aWindowHoldsItsFirstAndLastNumberAndNoOther() {
        assertThat(SequenceNumber.inWindow(0xffff_fff0, 0xffff_fff0, 0x20)).isTrue();
        assertThat(SequenceNumber.inWindow(0x0f, 0xffff_fff0, 0x20)).isTrue();
        assertThat(SequenceNumber.inWindow(0x10, 0xffff_fff0, 0x20)).isFalse();
        assertThat(SequenceNumber.inWindow(0xffff_ffef, 0xffff_fff0, 0x20)).isFalse();
        assertThat(SequenceNumber.inWindow(7, 7, 0)).isFalse();
        assertThat(SequenceNumber.inWindow(6, 7, 0xffff_ffffL)).isFalse();
        assertThat(SequenceNumber.inWindow(5, 7, 0xffff_ffffL)).isTrue();
    }

    @Test
    void peopleSeeUnsignedNumbers() {
        assertThat(SequenceNumber.toString(-1)).isEqualTo("4294967295");
    }
}
