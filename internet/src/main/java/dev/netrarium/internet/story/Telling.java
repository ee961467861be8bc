package dev.netrarium.internet.story;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where the narrators put what they tell: adds the visit and the chapter that the browser has come to. */
final class Telling {
    private final StoryListener listener;
    private Chapter chapter = Chapter.URL;
    private int visit = 1;

    Telling(StoryListener listener) {
        this.listener = listener;
    }

    Chapter chapter() {
        return chapter;
    }

    void begin(Chapter next) {
        chapter = next;
    }

    void beginVisit(int number) {
        visit = number;
        chapter = Chapter.URL;
    }

    /** Tells; {@code details} are names and values in turn. */
    void tell(long now, String host, Layer layer, String event, String text, String why, Object... details) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i + 1 < details.length; i += 2) {
            map.put((String) details[i], details[i + 1]);
        }
        listener.told(new StoryEvent(now, visit, chapter, host, layer, event, text, why, map));
    }
}
