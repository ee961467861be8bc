package dev.netrarium.web.http1;

import static dev.netrarium.web.http1.Http1State.BODY;
import static dev.netrarium.web.http1.Http1State.CLOSED;
import static dev.netrarium.web.http1.Http1State.DONE;
import static dev.netrarium.web.http1.Http1State.ERROR;
import static dev.netrarium.web.http1.Http1State.IDLE;
import static dev.netrarium.web.http1.Http1State.MUST_CLOSE;
import static dev.netrarium.web.http1.Http1State.OWES_RESPONSE;

import org.jspecify.annotations.Nullable;

/**
 * The states of both sides of a connection. Two things move them, and nothing else: a side's own step, by its table; and the three rules of
 * {@link #settle}, which look at both sides.
 */
final class ExchangeStates {
    /** The two sides. */
    enum Side {
        CLIENT,
        SERVER
    }

    /** What a side does. */
    enum Step {
        INFORMATIONAL,
        HEAD,
        DATA,
        END,
        CLOSE
    }

    private static final @Nullable Http1State[][] CLIENT = table(
            row(IDLE, Step.HEAD, BODY),
            row(IDLE, Step.CLOSE, CLOSED),
            row(BODY, Step.DATA, BODY),
            row(BODY, Step.END, DONE),
            row(DONE, Step.CLOSE, CLOSED),
            row(MUST_CLOSE, Step.CLOSE, CLOSED),
            row(CLOSED, Step.CLOSE, CLOSED));

    private static final @Nullable Http1State[][] SERVER = table(
            // A response nobody asked for: 408 to a silent client, 400 to one that cannot be understood.
            row(IDLE, Step.HEAD, BODY),
            row(IDLE, Step.CLOSE, CLOSED),
            row(OWES_RESPONSE, Step.INFORMATIONAL, OWES_RESPONSE),
            row(OWES_RESPONSE, Step.HEAD, BODY),
            row(BODY, Step.DATA, BODY),
            row(BODY, Step.END, DONE),
            row(DONE, Step.CLOSE, CLOSED),
            row(MUST_CLOSE, Step.CLOSE, CLOSED),
            row(CLOSED, Step.CLOSE, CLOSED));

    private record Row(Http1State from, Step step, Http1State to) {}

    private Http1State client = IDLE;
    private Http1State server = IDLE;
    private boolean keepAlive = true;

    private static Row row(Http1State from, Step step, Http1State to) {
        return new Row(from, step, to);
    }

    private static @Nullable Http1State[][] table(Row... rows) {
        @Nullable Http1State[][] table = new Http1State[Http1State.values().length][Step.values().length];
        for (Row row : rows) {
            table[row.from.ordinal()][row.step.ordinal()] = row.to;
        }
        return table;
    }

    /** Where a step leads, or null when it is not allowed. */
    static @Nullable Http1State next(Side side, Http1State from, Step step) {
        return (side == Side.CLIENT ? CLIENT : SERVER)[from.ordinal()][step.ordinal()];
    }

    Http1State of(Side side) {
        return side == Side.CLIENT ? client : server;
    }

    boolean allows(Side side, Step step) {
        return next(side, of(side), step) != null;
    }

    /**
     * One side does something.
     *
     * @throws IllegalStateException if its table does not allow it now
     */
    void step(Side side, Step step) {
        Http1State to = next(side, of(side), step);
        if (to == null) {
            throw new IllegalStateException("the " + side + " is " + of(side) + " and cannot do " + step);
        }
        set(side, to);
        if (side == Side.CLIENT && step == Step.HEAD && server == IDLE) {
            server = OWES_RESPONSE;
        }
        settle();
    }

    /** One side broke the protocol; it can do nothing more. */
    void fail(Side side) {
        set(side, ERROR);
        keepAlive = false;
        settle();
    }

    /** This exchange is the last one. */
    void endAfterThis() {
        keepAlive = false;
        settle();
    }

    boolean isKeptAlive() {
        return keepAlive;
    }

    private void settle() {
        // Rule 1: without keep-alive, who is done must close.
        if (!keepAlive && client == DONE) {
            client = MUST_CLOSE;
        }
        if (!keepAlive && server == DONE) {
            server = MUST_CLOSE;
        }
        // Rule 2: when a side has gone, who is done must close.
        if ((client == CLOSED || client == ERROR) && server == DONE) {
            server = MUST_CLOSE;
        }
        if ((server == CLOSED || server == ERROR) && client == DONE) {
            client = MUST_CLOSE;
        }
        // Rule 3: a client that has closed without asking is owed nothing, and the other way round.
        if (client == CLOSED && server == IDLE) {
            server = MUST_CLOSE;
        }
        if (server == CLOSED && client == IDLE) {
            client = MUST_CLOSE;
        }
    }

    /** Whether both messages are complete and another exchange may follow. */
    boolean canStartNext() {
        return keepAlive && client == DONE && server == DONE;
    }

    /**
     * Begins another exchange.
     *
     * @throws IllegalStateException if {@link #canStartNext} is false
     */
    void startNext() {
        if (!canStartNext()) {
            throw new IllegalStateException(
                    "the exchange is not over, or was the last one: client " + client + ", server " + server);
        }
        client = IDLE;
        server = IDLE;
    }

    private void set(Side side, Http1State state) {
        if (side == Side.CLIENT) {
            client = state;
        } else {
            server = state;
        }
    }
}
