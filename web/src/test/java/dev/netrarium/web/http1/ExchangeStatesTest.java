package dev.netrarium.web.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.web.http1.ExchangeStates.Side;
import dev.netrarium.web.http1.ExchangeStates.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables of both sides, and the rules that look at both. */
class ExchangeStatesTest {
    private static List<String> table(Side side) {
        List<String> rows = new ArrayList<>();
        for (Http1State from : Http1State.values()) {
            for (Step step : Step.values()) {
                Http1State to = ExchangeStates.next(side, from, step);
                if (to != null) {
                    rows.add(from + " " + step + " " + to);
                }
            }
        }
        return rows;
    }

    @Test
    void aClientSendsHeadContentAndEnd() {
        assertThat(table(Side.CLIENT))
                .containsExactly(
                        "IDLE HEAD BODY",
                        "IDLE CLOSE CLOSED",
                        "BODY DATA BODY",
                        "BODY END DONE",
                        "DONE CLOSE CLOSED",
                        "MUST_CLOSE CLOSE CLOSED",
                        "CLOSED CLOSE CLOSED");
    }

    @Test
    void aServerMaySendInformationalHeadsFirst() {
        assertThat(table(Side.SERVER))
                .containsExactly(
                        "IDLE HEAD BODY",
                        "IDLE CLOSE CLOSED",
                        "OWES_RESPONSE INFORMATIONAL OWES_RESPONSE",
                        "OWES_RESPONSE HEAD BODY",
                        "BODY DATA BODY",
                        "BODY END DONE",
                        "DONE CLOSE CLOSED",
                        "MUST_CLOSE CLOSE CLOSED",
                        "CLOSED CLOSE CLOSED");
    }

    @Test
    void twoCompleteMessagesMakeRoomForTheNextExchange() {
        ExchangeStates states = exchanged();
        assertThat(states.canStartNext()).isTrue();
        states.startNext();
        assertThat(states.of(Side.CLIENT)).isEqualTo(Http1State.IDLE);
        assertThat(states.of(Side.SERVER)).isEqualTo(Http1State.IDLE);
    }

    @Test
    void aResponseBeforeTheEndOfItsRequestDoesNot() {
        ExchangeStates states = new ExchangeStates();
        states.step(Side.CLIENT, Step.HEAD);
        states.step(Side.SERVER, Step.HEAD);
        states.step(Side.SERVER, Step.END);
        assertThat(states.canStartNext()).isFalse();
        states.step(Side.CLIENT, Step.END);
        assertThat(states.canStartNext()).isTrue();
    }

    @Test
    void withoutKeepAliveWhoIsDoneMustClose() {
        ExchangeStates states = exchanged();
        states.endAfterThis();
        assertThat(states.of(Side.CLIENT)).isEqualTo(Http1State.MUST_CLOSE);
        assertThat(states.of(Side.SERVER)).isEqualTo(Http1State.MUST_CLOSE);
        assertThatThrownBy(states::startNext).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whenTheClientHasGoneTheServerMustClose() {
        ExchangeStates states = exchanged();
        states.step(Side.CLIENT, Step.CLOSE);
        assertThat(states.of(Side.SERVER)).isEqualTo(Http1State.MUST_CLOSE);
    }

    @Test
    void aBrokenRequestStillGetsAResponse() {
        ExchangeStates states = new ExchangeStates();
        states.fail(Side.CLIENT);
        states.step(Side.SERVER, Step.HEAD);
        states.step(Side.SERVER, Step.END);
        assertThat(states.of(Side.SERVER)).isEqualTo(Http1State.MUST_CLOSE);
    }

    @Test
    void aStepOutOfTurnIsRefused() {
        ExchangeStates states = new ExchangeStates();
        assertThatThrownBy(() -> states.step(Side.CLIENT, Step.DATA))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the CLIENT is IDLE and cannot do DATA");
        assertThatThrownBy(() -> states.step(Side.SERVER, Step.INFORMATIONAL))
                .isInstanceOf(IllegalStateException.class);
    }

    private static ExchangeStates exchanged() {
        ExchangeStates states = new ExchangeStates();
        states.step(Side.CLIENT, Step.HEAD);
        states.step(Side.CLIENT, Step.END);
        states.step(Side.SERVER, Step.INFORMATIONAL);
        states.step(Side.SERVER, Step.HEAD);
        states.step(Side.SERVER, Step.DATA);
        states.step(Side.SERVER, Step.END);
        return states;
    }
}
