package dev.netrarium.internet.story;

/** Hears the story while it happens. Called with the world standing still: must not call back. */
@FunctionalInterface
public interface StoryListener {
    void told(StoryEvent event);
}
