package dev.netrarium.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a switch learns and forgets. */
class MacTableTest {
    private static final long A = 0x0200_0001_0000L;
    private static final long B = 0x0200_0002_0000L;

    private final MacTable table = new MacTable();

    @Test
    void itRemembersWhereAnAddressWasSeenLast() {
        table.learn(0, A, 3);
        table.learn(0, B, 4);
        table.learn(10, A, 5);

        assertThat(table.portOf(20, A)).isEqualTo(5);
        assertThat(table.portOf(20, B)).isEqualTo(4);
        assertThat(table.portOf(20, 0x0200_0003_0000L)).isEqualTo(-1);
    }

    @Test
    void itForgetsAfterThreeHundredSeconds() {
        table.learn(0, A, 3);

        assertThat(table.portOf(299_999_999_999L, A)).isEqualTo(3);
        assertThat(table.portOf(300_000_000_000L, A)).isEqualTo(-1);
    }

    @Test
    void groupAddressesAndZeroTeachNothing() {
        table.learn(0, 0xffff_ffff_ffffL, 1);
        table.learn(0, 0x3333_0000_0001L, 1);
        table.learn(0, 0, 1);

        assertThat(table.size()).isZero();
        assertThat(table.portOf(0, 0)).isEqualTo(-1);
    }

    @Test
    void aFloodOfAddressesFillsItAndNoMore() {
        for (int i = 1; i <= 3 * MacTable.MOST; i++) {
            table.learn(i, A + i, 1);
        }
        assertThat(table.size()).isEqualTo(MacTable.MOST);
        assertThat(table.portOf(0, A + 1)).isEqualTo(1);
        assertThat(table.portOf(0, A + 3 * MacTable.MOST)).isEqualTo(-1);
    }

    @Test
    void aFullTableMakesRoomForNewOnesOnceTheOldHaveAged() {
        for (int i = 1; i <= MacTable.MOST; i++) {
            table.learn(i, A + i, 1);
        }
        long later = MacTable.AGEING_NANOS + MacTable.MOST / 2;
        table.learn(later, B, 9);

        assertThat(table.portOf(later, B)).isEqualTo(9);
        assertThat(table.size()).isEqualTo(MacTable.MOST / 2 + 1);
    }
}
