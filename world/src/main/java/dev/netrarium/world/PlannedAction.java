package dev.netrarium.world;

/** Something that is to be done at a time: a cable cut, a loss changed. */
final class PlannedAction extends EventSource {
    private final Runnable action;

    /** @param number counts the planned actions of a world: those of one instant keep the order of planning */
    PlannedAction(int number, Runnable action) {
        super(rank(COMMANDS, 0, 0, number));
        this.action = action;
    }

    @Override
    void happen(long now) {
        action.run();
    }
}
