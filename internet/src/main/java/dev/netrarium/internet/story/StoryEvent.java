package dev.netrarium.internet.story;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that happened, and why.
 *
 * @param atNanos when, in nanoseconds since the world began
 * @param visit 1 for the first visit of the URL, 2 for the one after it
 * @param chapter the part of the story
 * @param host on which host
 * @param layer in which protocol
 * @param event what kind of event, as a stable word for machines: {@code syn}, {@code cache-miss}
 * @param text what happened, for people
 * @param why the reason, for people; empty where there is nothing to say
 * @param details figures and names for machines, in the order of printing; values are strings, numbers and booleans
 */
public record StoryEvent(
        long atNanos,
        int visit,
        Chapter chapter,
        String host,
        Layer layer,
        String event,
        String text,
        String why,
        Map<String, Object> details) {
    public StoryEvent {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
