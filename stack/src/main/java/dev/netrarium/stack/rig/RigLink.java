package dev.netrarium.stack.rig;

/** A cable of the rig: two directions, each with its own {@link LinkConditions}, and a {@link RigEnd} at either side. */
public final class RigLink {
    private final Side left;
    private final Side right;

    RigLink(Rig rig, String name, LinkConditions toRight, LinkConditions toLeft) {
        left = new Side(rig, this, name + "/->", toRight);
        right = new Side(rig, this, name + "/<-", toLeft);
        left.opposite = right;
        right.opposite = left;
    }

    public Side left() {
        return left;
    }

    public Side right() {
        return right;
    }

    /** Sets both directions' conditions; packets on their way arrive as they would have. */
    public void conditions(LinkConditions both) {
        left.conditions(both);
        right.conditions(both);
    }
}
