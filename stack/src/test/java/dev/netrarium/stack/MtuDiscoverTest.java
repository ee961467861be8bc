package dev.netrarium.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.tcp.MtuDiscover;
import dev.netrarium.stack.tcp.TcpException;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.Ipv4Header;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IP_MTU_DISCOVER of a TCP socket decides who may fragment its packets. */
class MtuDiscoverTest {
    private final SmallWorld world = new SmallWorld();

    @ParameterizedTest
    @CsvSource({"DONT, false", "WANT, true", "DO, true", "PROBE, false", "INTERFACE, false", "OMIT, false"})
    void setsTheDontFragmentBit(MtuDiscover how, boolean set) throws TcpException {
        Host host = world.host("h");
        world.join(host, world.wire(), "192.0.2.1/24");
        int[] flags = {-1};
        host.hooks().add(HookPoint.POSTROUTING, 0, (now, at, packet, in, out) -> {
            flags[0] = Ipv4Header.flagsAndOffset(packet.bytes, packet.network);
            return Verdict.ACCEPT;
        });
        host.tcp()
                .connect(
                        host.now(),
                        Endpoint.of(IpAddress.of("192.0.2.2"), 80),
                        TcpSettings.DEFAULT.withMtuDiscover(how));
        host.run(host.now());
        world.pass(Duration.ofMillis(1));
        assertThat((flags[0] & Ipv4Header.DONT_FRAGMENT) != 0).isEqualTo(set);
    }
}
