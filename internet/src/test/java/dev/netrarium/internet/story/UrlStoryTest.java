package dev.netrarium.internet.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.internet.DefaultInternet;
import dev.netrarium.internet.browser.Browser;
import dev.netrarium.internet.browser.FetchException.Problem;
import dev.netrarium.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The story of a URL in the default world: its order, its reasons, that it repeats, and how it ends when it fails. */
class UrlStoryTest {
    private static final String URL = "http://www.server.com/";

    /** One fetch with all that was told. */
    private record Told(List<StoryEvent> events, UrlStory.Outcome outcome, List<Journey> journeys) {
        List<String> words() {
            return events.stream()
                    .map(e -> e.host() + " " + e.layer().word() + " " + e.event())
                    .toList();
        }

        Stream<StoryEvent> of(Layer layer, String event) {
            return events.stream().filter(e -> e.layer() == layer && e.event().equals(event));
        }

        Summary summary() {
            return outcome.summaries().getLast();
        }
    }

    private static Told tell(long seed, String url, int visits, boolean everyHop, Consumer<DefaultInternet> conditions)
            throws InterruptedException {
        List<StoryEvent> events = new ArrayList<>();
        try (DefaultInternet internet = new DefaultInternet(World.seeded(seed))) {
            conditions.accept(internet);
            UrlStory story = new UrlStory(internet, events::add, everyHop);
            UrlStory.Outcome outcome = story.fetch(url, visits);
            return new Told(events, outcome, story.journeys());
        }
    }

    private static Told tell(String url) throws InterruptedException {
        return tell(1, url, 1, false, _ -> {});
    }

    @Test
    void theStoryIsToldInOrder() throws InterruptedException {
        Told told = tell(URL);
        assertThat(told.words())
                .containsSubsequence(
                        "laptop url parsed",
                        "laptop dns browser-cache-miss",
                        "laptop dns os-cache-miss",
                        "laptop dns hosts-file-miss",
                        "laptop dns stub-asked",
                        "laptop arp request",
                        "home-router arp reply",
                        "home-router dns cache-miss",
                        "resolver dns asked",
                        "resolver dns referral",
                        "resolver dns asked",
                        "resolver dns referral",
                        "resolver dns asked",
                        "resolver dns answer",
                        "home-router dns answer",
                        "laptop dns found",
                        "laptop tcp connect",
                        "laptop route chosen",
                        "laptop tcp syn",
                        "home-router nat mapped",
                        "home-router ip forwarded",
                        "core2 ip forwarded",
                        "www tcp syn-ack",
                        "laptop tcp ack",
                        "laptop tcp connected",
                        "laptop http request",
                        "laptop tcp data",
                        "www tcp data",
                        "laptop http response",
                        "laptop http shown",
                        "laptop tcp fin",
                        "www tcp fin",
                        "laptop tcp state");
        assertThat(told.events()).extracting(StoryEvent::atNanos).isSorted();
        assertThat(told.events()).extracting(StoryEvent::chapter).isSorted();
    }

    @Test
    void theResolverAsksTheRootThenComThenTheZonesOwnServer() throws InterruptedException {
        List<String> asked = tell(URL)
                .of(Layer.DNS, "asked")
                .filter(e -> e.host().equals("resolver") && e.text().contains(": A "))
                .map(StoryEvent::text)
                .toList();
        assertThat(asked).hasSize(3);
        assertThat(asked.get(0)).contains("a.root-servers.net.");
        assertThat(asked.get(1)).contains("a.gtld-servers.net.");
        assertThat(asked.get(2)).contains("ns1.server.com.");
    }

    @Test
    void hopByHopTheTtlFallsAndTheMacAddressesChangeButTheAddressesOnlyAtTheNat() throws InterruptedException {
        List<StoryEvent> hops = tell(URL).of(Layer.IP, "forwarded").limit(4).toList();
        assertThat(hops).extracting(StoryEvent::host).containsExactly("home-router", "isp", "core1", "core2");
        assertThat(hops).extracting(e -> e.details().get("ttl")).containsExactly(63, 62, 61, 60);
        assertThat(hops).extracting(e -> e.details().get("sourceMac")).doesNotHaveDuplicates();
        assertThat(hops)
                .extracting(e -> e.details().get("from"))
                .containsExactly("192.168.1.10", "203.0.113.2", "203.0.113.2", "203.0.113.2");
        assertThat(hops).extracting(e -> e.details().get("to")).containsOnly("192.0.2.80");
    }

    @Test
    void everythingThatIsSentHasAReason() throws InterruptedException {
        Told told = tell(URL);
        assertThat(told.of(Layer.TCP, "syn"))
                .allSatisfy(e -> assertThat(e.why()).isEqualTo("the program called connect"));
        assertThat(told.events().stream().filter(e -> e.details().containsKey("packet")))
                .isNotEmpty()
                .allSatisfy(e -> assertThat(e.why()).isNotEmpty());
    }

    @Test
    void oneSeedGivesOneStory() throws InterruptedException {
        Told first = tell(7, URL, 2, true, i -> i.access().loss(0.05));
        Told second = tell(7, URL, 2, true, i -> i.access().loss(0.05));
        assertThat(second.events()).isEqualTo(first.events());
        assertThat(second.outcome().summaries()).isEqualTo(first.outcome().summaries());
    }

    @Test
    void whetherAnybodyListensChangesNothingOnTheWire() throws Exception {
        String hash;
        try (DefaultInternet internet = new DefaultInternet(World.seeded(1))) {
            Browser browser =
                    new Browser(internet.laptop().sockets(), internet.laptop().resolver(), _ -> {});
            browser.open(URL);
            browser.close();
            internet.world().run(Duration.ofSeconds(1));
            hash = internet.world().traceHash();
        }
        assertThat(tell(URL).summary().traceHash()).isEqualTo(hash);
        assertThat(tell(1, URL, 1, true, _ -> {}).summary().traceHash()).isEqualTo(hash);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void anotherSeedWithLossGivesAnotherTraceAndThePageAllTheSame(long seed) throws InterruptedException {
        Summary summary = tell(seed, URL, 1, false, i -> i.access().loss(0.05)).summary();
        assertThat(summary.status()).isEqualTo(200);
        assertThat(summary.traceHash()).isNotEqualTo(tell(URL).summary().traceHash());
    }

    @Test
    void whatIsLostIsSentAgainAndTheLadderSaysWhy() throws InterruptedException {
        Told told = tell(1, URL, 1, false, i -> i.access().loss(0.3));
        assertThat(told.summary().status()).isEqualTo(200);
        assertThat(told.summary().lost()).isPositive();
        assertThat(told.summary().retransmissions()).isPositive();
        assertThat(told.of(Layer.IP, "lost")).isNotEmpty();
        List<String> ladder = Ladder.draw(told.journeys());
        assertThat(ladder.getFirst())
                .contains("laptop", "home-router", "resolver", "a.root", "www")
                .doesNotContain("core1");
        assertThat(ladder).anyMatch(line -> line.contains("✗ lost on the wire"));
        assertThat(ladder).anyMatch(line -> line.contains("↻ sent again (time-out"));
    }

    @Test
    void theSecondVisitSkipsDnsAndTheHandshake() throws InterruptedException {
        Told told = tell(1, URL, 2, false, _ -> {});
        Summary first = told.outcome().summaries().getFirst();
        Summary second = told.outcome().summaries().getLast();
        assertThat(first.dnsNanos()).isPositive();
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.dnsNanos()).isZero();
        assertThat(second.connectNanos()).isZero();
        assertThat(second.totalNanos()).isLessThan(first.totalNanos() / 4);
        assertThat(told.events().stream().filter(e -> e.visit() == 2).map(StoryEvent::event))
                .contains("parsed", "reused", "request", "response")
                .doesNotContain("syn", "asked");
    }

    @Test
    void theSameStoryGoesOverIpv6WithoutNat() throws InterruptedException {
        Told told = tell("http://ipv6.server.com/hello.txt");
        assertThat(told.summary().status()).isEqualTo(200);
        assertThat(told.of(Layer.NAT, "mapped").filter(e -> e.text().startsWith("TCP")))
                .isEmpty();
        assertThat(told.of(Layer.ARP, "solicitation")).isNotEmpty();
        assertThat(told.of(Layer.IP, "forwarded")
                        .findFirst()
                        .orElseThrow()
                        .details()
                        .get("to"))
                .isEqualTo("2001:db8:2::80");
    }

    @Test
    void aPageThatIsNotThereIsAPageToo() throws InterruptedException {
        assertThat(tell("http://www.server.com/nothing").summary().status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://nowhere.server.com/ | NAME        | the name nowhere.server.com could not be found",
                "http://www.server.com:81/  | REFUSED     | nobody listens on port 81",
                "http://10.9.8.7/           | UNREACHABLE | there is no way to 10.9.8.7",
                "http://[not-an-address]/   | BAD_URL     | is no URL",
                "https://www.server.com/    | BAD_URL     | this browser speaks http, not https",
            })
    void whatCannotBeFetchedEndsInASentence(String url, Problem problem, String sentence) throws InterruptedException {
        UrlStory.Outcome outcome = tell(url).outcome();
        assertThat(outcome.failure()).hasMessageContaining(sentence);
        assertThat(outcome.failure().problem()).isEqualTo(problem);
        assertThat(outcome.summaries().getLast().failure()).contains(sentence);
    }

    @Test
    void aCutLinkEndsInATimeOut() throws InterruptedException {
        Told atOnce = tell(1, URL, 1, false, i -> i.access().cut());
        assertThat(atOnce.outcome().failure().problem()).isEqualTo(Problem.NAME);
        Told beforeTheSyn = tell(
                1,
                URL,
                1,
                false,
                i -> i.world().at(Duration.ofNanos(72_590_000), () -> i.access().cut()));
        assertThat(beforeTheSyn.outcome().failure().problem()).isIn(Problem.TIMED_OUT, Problem.UNREACHABLE);
        assertThat(beforeTheSyn.of(Layer.TCP, "syn").count()).isGreaterThan(1);
    }
}
