package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Cause;
import dev.netrarium.stack.Readiness;
import org.jspecify.annotations.Nullable;

/** What a connection keeps so that nothing it sends is without a cause: which packet, timer or command it owes it to. */
abstract class CausedSending extends Readiness {
    private enum Trigger {
        PACKET,
        TIMER,
        COMMAND
    }

    /** What made it owe what it sends next. */
    private Trigger trigger = Trigger.COMMAND;

    private String triggerText = "connect";
    private long triggerNumber;

    /** Why the segment being built is one sent again, and how often; null while it is not. */
    private @Nullable String repairText;

    private int repairAttempt;

    void owedToPacket(long packetId, String why) {
        trigger = Trigger.PACKET;
        triggerNumber = packetId;
        triggerText = why;
    }

    void owedToTimer(TcpTimer expired) {
        trigger = Trigger.TIMER;
        triggerText = expired.title();
    }

    void owedToCommand(String verb) {
        trigger = Trigger.COMMAND;
        triggerText = verb;
    }

    /** What is sent until {@link #repaired} is sent again. */
    void repairing(String why, int attempt) {
        repairText = why;
        repairAttempt = attempt;
    }

    void repaired() {
        repairText = null;
    }

    /** The packet that was owed an answer last, or 0. */
    long owedPacket() {
        return trigger == Trigger.PACKET ? triggerNumber : 0;
    }

    /** Why a segment leaves, with data or a FIN or without. Only while somebody traces. */
    Cause cause(boolean carriesNews) {
        String repair = repairText;
        if (repair != null) {
            return new Cause.Retransmission(repair, repairAttempt);
        }
        return switch (trigger) {
            case PACKET -> new Cause.Answer(triggerNumber, carriesNews ? "lets more be sent" : triggerText);
            case TIMER -> new Cause.Expired(triggerText);
            case COMMAND -> new Cause.Command(triggerText);
        };
    }
}
