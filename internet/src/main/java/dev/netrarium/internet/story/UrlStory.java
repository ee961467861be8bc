package dev.netrarium.internet.story;

import dev.netrarium.internet.DefaultInternet;
import dev.netrarium.internet.browser.Browser;
import dev.netrarium.internet.browser.FetchException;
import dev.netrarium.internet.browser.Page;
import dev.netrarium.world.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fetches a URL on the laptop of the default world, once or twice, and tells everything that happened. */
public final class UrlStory {
    /** After the window is closed: time for the last segments to arrive, not for TIME-WAIT to end. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final DefaultInternet internet;
    private final StoryListener listener;
    private final boolean everyHop;
    private final List<Journey> journeys = new ArrayList<>();

    /**
     * @param internet a default world that nothing has happened in yet
     * @param listener hears the story while it happens
     * @param everyHop tell the way of every packet, not just that of the first SYN and its answer
     */
    public UrlStory(DefaultInternet internet, StoryListener listener, boolean everyHop) {
        this.internet = internet;
        this.listener = listener;
        this.everyHop = everyHop;
    }

    /**
     * How it went.
     *
     * @param summaries one a visit
     * @param page what the last visit brought; null when it failed
     * @param failure why the last visit brought nothing; null when it did
     */
    public record Outcome(
            List<Summary> summaries,
            @Nullable Page page,
            @Nullable FetchException failure) {}

    /** Fetches the URL {@code visits} times, through one browser. A visit that fails is the last. */
    public Outcome fetch(String url, int visits) throws InterruptedException {
        Telling telling = new Telling(listener);
        Places places = new Places(internet.world());
        Journeys followed = new Journeys(places);
        Counts counts = new Counts(places);
        Marks marks = new Marks();
        String laptop = internet.laptop().name();
        TraceNarrator narrator = new TraceNarrator(telling, places, followed, counts, laptop, everyHop);
        internet.observeResolvers(host -> new ResolverNarrator(telling, host));
        internet.laptopStub().observe(new StubNarrator(telling, laptop)::observed);
        List<Summary> summaries = new ArrayList<>();
        Page page = null;
        FetchException failure = null;
        try (Trace trace = internet.world().trace(narrator)) {
            Browser browser = new Browser(
                    internet.laptop().sockets(),
                    internet.laptop().resolver(),
                    new BrowserNarrator(telling, laptop, marks));
            for (int visit = 1; visit <= visits && failure == null; visit++) {
                marks.clear();
                counts.clear();
                telling.beginVisit(visit);
                try {
                    page = browser.open(url);
                } catch (FetchException e) {
                    failure = e;
                    page = null;
                }
                if (visit == visits || failure != null) {
                    browser.close();
                    internet.world().run(FAREWELL);
                }
                summaries.add(summary(visit, page, failure, marks, counts));
            }
        } finally {
            internet.observeResolvers(_ -> null);
            internet.laptopStub().observe(null);
        }
        journeys.addAll(followed.all());
        return new Outcome(summaries, page, failure);
    }

    /** The ways of all packets of the last fetch, in order of sending. */
    public List<Journey> journeys() {
        return List.copyOf(journeys);
    }

    private Summary summary(
            int visit, @Nullable Page page, @Nullable FetchException failure, Marks marks, Counts counts) {
        return new Summary(
                visit,
                page == null ? 0 : page.response().status().code(),
                failure == null ? null : failure.getMessage(),
                page == null ? 0 : page.content().length,
                marks.dnsNanos(),
                marks.connectNanos(),
                marks.firstByteNanos(),
                marks.totalNanos(),
                counts.frames(),
                counts.bytes(),
                counts.lost(),
                counts.retransmissions(),
                internet.world().traceHash());
    }
}
