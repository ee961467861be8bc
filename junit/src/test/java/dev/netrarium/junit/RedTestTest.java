package dev.netrarium.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.netrarium.internet.DefaultInternet;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.capture.CaptureReader;
import dev.netrarium.world.Node;
import dev.netrarium.world.ProgramFailedException;
import dev.netrarium.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What a red test says and leaves. The red tests are in {@link Samples}, which only this test runs. */
class RedTestTest {
    private static final Path FOLDERS = Path.of("target", "netrarium");

    @AfterEach
    void noFolderIsLeft() throws IOException {
        if (Files.exists(FOLDERS)) {
            try (var files = Files.walk(FOLDERS)) {
                for (Path file : files.filter(f -> f.toString().contains("RedTestTest.Samples"))
                        .sorted(java.util.Comparator.reverseOrder())
                        .toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void theFailureTellsTheSeedAndHowToRunItAgain() throws IOException {
        Throwable failure = failureOf("fails", World.class, Node.class, Node.class);
        assertThat(failure).isInstanceOf(AssertionError.class).hasMessage("as planned");
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(failure.getSuppressed()[0].toString())
                .contains("seed 42; run it again: mvn test -Dtest='RedTestTest$Samples#fails' -Dnetrarium.seed=42");
    }

    @Test
    void theFolderHoldsFailureScenarioAndFrames() throws IOException {
        assertThat(failureOf("fails", World.class, Node.class, Node.class)).isNotNull();
        Path folder = FOLDERS.resolve("RedTestTest.Samples.fails");
        assertThat(folder.resolve("failure.txt"))
                .content()
                .contains("seed:  42", "mvn test -Dtest=", "AssertionError: as planned");
        assertThat(folder.resolve("scenario.yaml")).content().contains("seed: 42", "web", "user", "192.0.2.0/24");
        List<String> places = new ArrayList<>();
        try (CaptureReader capture = CaptureReader.open(Files.newInputStream(folder.resolve("frames.pcapng")))) {
            for (var packet = capture.next(); packet != null; packet = capture.next()) {
                places.add(packet.captureInterface().name());
            }
        }
        assertThat(places).hasSizeGreaterThan(4).anyMatch(place -> place.startsWith("web"));
    }

    @Test
    void aProgramThatThrewMakesTheTestRed() {
        Throwable failure = failureOf("itsProgramFails", World.class, Node.class);
        assertThat(failure).isInstanceOf(ProgramFailedException.class).hasStackTraceContaining("out of paper");
    }

    @Test
    void aGreenTestLeavesNothing() {
        assertThat(failureOf("passes", World.class, Node.class)).isNull();
        assertThat(FOLDERS.resolve("RedTestTest.Samples.passes")).doesNotExist();
    }

    @Test
    void theSystemPropertyHasPrecedenceOverTheSeed() {
        System.setProperty("netrarium.seed", "77");
        try {
            assertThat(failureOf("expectsSeed77", World.class)).isNull();
        } finally {
            System.clearProperty("netrarium.seed");
        }
    }

    @Test
    void whatCannotBeGivenIsSaid() {
        assertThat(failureOf("asksForANumberOnAHost", Integer.class))
                .hasMessageContaining("@On(\"web\") can be a Node, Host, HostSockets")
                .hasMessageContaining("not a Integer");
        assertThat(failureOf("asksForAHostThatIsNotThere", DefaultInternet.class, Node.class))
                .hasMessageContaining("fridge")
                .hasMessageContaining("laptop");
        assertThat(failureOf("asksForAMissingScenario", World.class)).hasMessageContaining("no scenario missing.yaml");
    }

    /** Tests of which most are meant to fail. */
    static final class Samples {
        @NetrariumTest(seed = 42)
        void fails(World world, @On("web") Node web, @On("user") Node user) throws IOException {
            try (var listening = web.sockets().listen(80);
                    TcpSocket socket = user.sockets().connect(Endpoint.of(web.address(), 80))) {
                assertThat(listening.accept().remote()).isEqualTo(socket.local());
            }
            throw new AssertionError("as planned");
        }

        @NetrariumTest
        void itsProgramFails(World world, @On("printer") Node printer) throws InterruptedException {
            printer.start("spooler", context -> {
                        throw new IOException("out of paper");
                    })
                    .join();
        }

        @NetrariumTest
        void passes(World world, @On("web") Node web) {
            assertThat(web.world()).isSameAs(world);
        }

        @NetrariumTest(seed = 1)
        void expectsSeed77(World world) {
            assertThat(world.seed()).isEqualTo(77);
        }

        @NetrariumTest
        void asksForANumberOnAHost(@On("web") Integer number) {
            throw new AssertionError("never called with " + number);
        }

        @NetrariumTest
        void asksForAHostThatIsNotThere(DefaultInternet internet, @On("fridge") Node fridge) {
            throw new AssertionError("never called with " + fridge);
        }

        @NetrariumTest(scenario = "missing.yaml")
        void asksForAMissingScenario(World world) {
            throw new AssertionError("never called with " + world);
        }
    }

    private static @Nullable Throwable failureOf(String method, Class<?>... parameters) {
        List<TestExecutionResult> results = new ArrayList<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(Samples.class, method, parameters))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    results.add(result);
                }
            }
        });
        assertThat(results).as("runs of " + method).hasSize(1);
        return results.getFirst().getThrowable().orElse(null);
    }
}
