package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The arithmetic of RFC 6937bis. */
class ProportionalRateReductionTest {
    private final ProportionalRateReduction prr = new ProportionalRateReduction();

    /** Acknowledges one segment at a time and sends what may leave; answers what was sent for each. */
    private String run(int window, int ssthresh, int inFlight, int acks) {
        prr.begin(window);
        StringBuilder sent = new StringBuilder();
        int flight = inFlight;
        for (int i = 0; i < acks; i++) {
            flight--;
            int may = prr.window(flight, ssthresh, 1, true) - flight;
            for (int k = 0; k < may; k++) {
                prr.sent(1);
            }
            flight += may;
            sent.append(may);
        }
        assertThat(flight).isLessThanOrEqualTo(Math.max(ssthresh, inFlight));
        return sent.toString();
    }

    @Test
    void halfTheWindowLetsEverySecondLeave() {
        assertThat(run(10, 5, 10, 10)).isEqualTo("1010101001"); // down to ssthresh at the ninth, then one for one
    }

    @Test
    void sevenTenthsOfItLetSevenOfTenLeave() {
        assertThat(run(10, 7, 10, 10)).isEqualTo("1110110011");
    }

    /** Much was lost: from far below ssthresh it climbs as slow start does, by two for each delivered. */
    @Test
    void belowTheThresholdItGrowsAsSlowStart() {
        assertThat(run(20, 10, 4, 8)).isEqualTo("22222211");
    }

    /** Conservative while losses come to light: no more than was delivered. */
    @Test
    void withoutProgressAPacketIsConserved() {
        prr.begin(20);
        assertThat(prr.window(3, 10, 1, false)).isEqualTo(4);
        prr.sent(1);
        assertThat(prr.window(3, 10, 1, false)).isEqualTo(4);
    }

    @Test
    void theFirstCopyAlwaysLeaves() {
        prr.begin(10);
        assertThat(prr.window(9, 1, 1, false)).isEqualTo(10);
    }
}
