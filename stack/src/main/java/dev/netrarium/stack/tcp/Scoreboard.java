package dev.netrarium.stack.tcp;

import dev.netrarium.wire.SequenceNumber;

/**
 * What the sender knows of each segment in flight (RFC 6675 §3's scoreboard, in Linux's terms): which the peer holds
 * beyond a gap, which are held lost, which of these were sent again.
 *
 * <p>Costs are flat in the window's size: a block is found by binary search; runs of segments that the peer holds are
 * passed over in one step, by a jump that each of them keeps and that is lengthened whenever it is followed (a disjoint-set
 * forest with path compression); segments sent again are in a list by the time of their sending.
 */
final class Scoreboard {
    private static final int NOBODY = -1;

    private final Flight flight;

    /** Segments that the peer holds beyond a gap. */
    int sacked;

    /** Segments held lost. */
    int lost;

    /** Segments whose second copy is believed to be on its way. */
    int resent;

    /** Lost segments that wait for being sent again. */
    int waiting;

    /** Losses since the beginning, a second loss of the same segment included. */
    int everLost;

    /** The end of the highest segment that the peer holds; means something only while {@link #sacked} is not 0. */
    private int highestSacked;

    /** No lost segment before this number waits. */
    private int waitingFrom;

    /** Segments before this number have been sent again, are held lost, or are held by the peer. */
    private int originalsFrom;

    /** The list of segments sent again: earliest sent, latest sent, both by number. */
    private int earliest;

    private int latest;
    private int listed;

    Scoreboard(Flight flight) {
        this.flight = flight;
    }

    /** Segments believed to be on their way. */
    int inFlight() {
        return flight.count() - sacked - lost + resent;
    }

    /** Where the highest range that the peer holds ends, or {@code unacknowledged} when it holds none. */
    int highestSacked(int unacknowledged) {
        return sacked > 0 ? highestSacked : unacknowledged;
    }

    /** The first segment from {@code index} on that the peer does not hold, or the flight's count. */
    int nextUnsacked(int index) {
        int at = index;
        while (at < flight.count() && flight.has(at, Flight.SACKED)) {
            at += (int) flight.note(at);
        }
        for (int i = index; i < at; ) {
            int step = (int) flight.note(i);
            flight.note(i, at - i);
            i += step;
        }
        return at;
    }

    /** The peer holds the segment. */
    void sack(int index) {
        int marks = flight.marks(index);
        if ((marks & Flight.RESENT) != 0) {
            unlink(index);
        }
        if ((marks & Flight.LOST) != 0) {
            lost--;
            if ((marks & Flight.RESENT) != 0) {
                resent--;
            } else {
                waiting--;
            }
            marks &= ~(Flight.LOST | Flight.RESENT);
        } // a copy that was sent of a segment not lost is still on its way
        flight.marks(index, marks | Flight.SACKED);
        flight.note(index, 1);
        int end = flight.end(index);
        if (sacked == 0 || SequenceNumber.lessThan(highestSacked, end)) {
            highestSacked = end;
        }
        sacked++;
    }

    /**
     * The segment is held lost.
     *
     * @return whether its second copy was lost now
     */
    boolean lose(int index) {
        int marks = flight.marks(index);
        if ((marks & Flight.SACKED) != 0 || (marks & (Flight.LOST | Flight.RESENT)) == Flight.LOST) {
            return false;
        }
        boolean again = (marks & Flight.RESENT) != 0;
        if (again) {
            unlink(index);
            resent--;
        }
        if ((marks & Flight.LOST) == 0) {
            lost++;
        }
        flight.marks(index, (marks | Flight.LOST) & ~Flight.RESENT);
        int number = flight.number(index);
        if (waiting == 0 || number - waitingFrom < 0) {
            waitingFrom = number;
        }
        waiting++;
        everLost++;
        return again;
    }

    /** A lost segment is sent again. */
    void resend(int index) {
        flight.marks(index, flight.marks(index) | Flight.RESENT | Flight.EVER_RESENT);
        waiting--;
        resent++;
        int number = flight.number(index);
        if (listed == 0) {
            earliest = number;
            flight.note(index, links(NOBODY, NOBODY));
        } else {
            int before = flight.indexOf(latest);
            flight.note(before, links(previous(before), index - before));
            flight.note(index, links(before - index, NOBODY));
        }
        latest = number;
        listed++;
    }

    /** The oldest segments are acknowledged, and are about to leave the flight. */
    void leave(int segments) {
        if (flight.indexOf(originalsFrom) < segments) {
            originalsFrom = flight.number(segments); // keeps up, so that it never seems to lie ahead
        }
        if (sacked == 0 && lost == 0 && resent == 0) {
            return;
        }
        for (int i = 0; i < segments; i++) {
            int marks = flight.marks(i);
            if ((marks & Flight.SACKED) != 0) {
                sacked--;
            } else if ((marks & Flight.RESENT) != 0) {
                unlink(i);
            }
            if ((marks & Flight.RESENT) != 0) {
                resent--;
            }
            if ((marks & Flight.LOST) != 0) {
                lost--;
                if ((marks & Flight.RESENT) == 0) {
                    waiting--;
                }
            }
        }
    }

    /** The lost segment to send again next, or -1. */
    int nextWaiting() {
        if (waiting == 0) {
            return -1;
        }
        int i = nextUnsacked(Math.max(0, flight.indexOf(waitingFrom)));
        while ((flight.marks(i) & (Flight.LOST | Flight.RESENT)) != Flight.LOST) {
            i = nextUnsacked(i + 1);
        }
        waitingFrom = flight.number(i);
        return i;
    }

    /** The first segment from {@code index} on that was sent once and of which nothing is known, or the flight's count. */
    int nextOriginal(int index) {
        int i = nextUnsacked(index);
        while (i < flight.count() && flight.has(i, Flight.LOST | Flight.RESENT)) {
            i = nextUnsacked(i + 1);
        }
        return i;
    }

    /** The oldest segment that was sent once and of which nothing is known, or the flight's count. */
    int firstOriginal() {
        int i = nextOriginal(Math.max(0, flight.indexOf(originalsFrom)));
        originalsFrom = flight.number(i);
        return i;
    }

    /** Of the segments sent again and on their way the one sent earliest, or -1. */
    int earliestResent() {
        return listed == 0 ? -1 : flight.indexOf(earliest);
    }

    /** The one sent again next after {@code index}, or -1. */
    int nextResent(int index) {
        return flight.number(index) == latest ? -1 : index + next(index);
    }

    /** Nothing is held lost after all; what was sent again stays on its way. */
    void unmarkLost() {
        for (int i = 0; lost > 0 && i < flight.count(); i++) {
            if (flight.has(i, Flight.LOST)) {
                flight.marks(i, flight.marks(i) & ~Flight.LOST);
                lost--;
            }
        }
        waiting = 0;
        originalsFrom = flight.number(0);
    }

    /** The peer may have thrown away what it held beyond gaps (RFC 2018 §8). */
    void forgetSacked() {
        for (int i = 0; sacked > 0 && i < flight.count(); i++) {
            int marks = flight.marks(i);
            if ((marks & Flight.SACKED) != 0) {
                if ((marks & Flight.RESENT) != 0) {
                    resent--; // its copy left the list when the peer reported the segment
                }
                flight.marks(i, marks & ~(Flight.SACKED | Flight.RESENT));
                sacked--;
            }
        }
        originalsFrom = flight.number(0);
    }

    /** The flight has been made anew. */
    void reset() {
        sacked = 0;
        lost = 0;
        resent = 0;
        waiting = 0;
        listed = 0;
        waitingFrom = flight.number(0);
        originalsFrom = waitingFrom;
    }

    private void unlink(int index) {
        int number = flight.number(index);
        int previous = previous(index);
        int next = next(index);
        listed--;
        if (listed == 0) {
            return;
        }
        if (number == earliest) {
            int after = index + next;
            earliest = flight.number(after);
            flight.note(after, links(NOBODY, next(after)));
        } else if (number == latest) {
            int before = index + previous;
            latest = flight.number(before);
            flight.note(before, links(previous(before), NOBODY));
        } else {
            int before = index + previous;
            int after = index + next;
            flight.note(before, links(previous(before), after - before));
            flight.note(after, links(before - after, next(after)));
        }
    }

    /** Distances to the neighbours in the list. The ends are told by {@link #earliest} and {@link #latest}. */
    private static long links(int previous, int next) {
        return (long) previous << 32 | (next & 0xffffffffL);
    }

    private int previous(int index) {
        return (int) (flight.note(index) >>> 32);
    }

    private int next(int index) {
        return (int) flight.note(index);
    }
}
