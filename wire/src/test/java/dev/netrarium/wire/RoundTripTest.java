package dev.netrarium.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Made-up headers are written, read and written again: the same value, the same bytes. */
class RoundTripTest {
    private static final int TIMES = 20_000;

    private final Random random = new Random(11);

    @Test
    void ethernetVlanAndArp() {
        for (int i = 0; i < TIMES; i++) {
            byte[] b = new byte[64];
            EthernetHeader ethernet = new EthernetHeader(mac(), mac(), bits(16));
            ethernet.writeTo(b, 1);
            assertThat(EthernetHeader.parse(b, 1, 15)).isEqualTo(ethernet);
            VlanTag tag = new VlanTag(bits(3), random.nextBoolean(), bits(12), bits(16));
            tag.writeTo(b, 2);
            assertThat(VlanTag.parse(b, 2, 6)).isEqualTo(tag);
            ArpPacket arp = new ArpPacket(bits(16), mac(), v4(), mac(), v4());
            arp.writeTo(b, 3);
            assertThat(ArpPacket.parse(b, 3, 3 + ArpPacket.BYTES)).isEqualTo(arp);
        }
    }

    @Test
    void ipv4WithOptions() {
        for (int i = 0; i < TIMES; i++) {
            List<Ipv4Option> options = ipv4Options();
            byte[] optionBytes = Ipv4Option.write(options);
            Ipv4Header header = new Ipv4Header(
                    bits(8), bits(16), bits(16), bits(16), bits(8), bits(8), bits(16), v4(), v4(), optionBytes);
            byte[] b = header.toByteArray();
            Ipv4Header read = Ipv4Header.parse(b, 0, b.length);
            assertThat(read).isEqualTo(header);
            assertThat(read.optionList()).startsWith(options.toArray(new Ipv4Option[0]));
            assertThat(read.toByteArray()).isEqualTo(b);
        }
    }

    @Test
    void ipv6() {
        for (int i = 0; i < TIMES; i++) {
            Ipv6Header header = new Ipv6Header(bits(8), bits(20), bits(16), bits(8), bits(8), v6(), v6());
            byte[] b = new byte[Ipv6Header.BYTES];
            header.writeTo(b, 0);
            assertThat(Ipv6Header.parse(b, 0, b.length)).isEqualTo(header);
        }
    }

    @Test
    void icmpOfBothFamilies() {
        for (int i = 0; i < TIMES; i++) {
            Icmpv4Message v4 = new Icmpv4Message(
                    bits(8), bits(8), bits(16), random.nextInt(), bytes(30).toByteArray());
            assertThat(Icmpv4Message.parse(v4.toByteArray(), 0, v4.lengthBytes()))
                    .isEqualTo(v4);
            Icmpv6Message v6 = new Icmpv6Message(
                    bits(8), bits(8), bits(16), random.nextInt(), bytes(30).toByteArray());
            assertThat(Icmpv6Message.parse(v6.toByteArray(), 0, v6.lengthBytes()))
                    .isEqualTo(v6);
        }
    }

    @Test
    void udp() {
        for (int i = 0; i < TIMES; i++) {
            UdpHeader header = new UdpHeader(bits(16), bits(16), 8 + random.nextInt(65_528), bits(16));
            byte[] b = new byte[UdpHeader.BYTES];
            header.writeTo(b, 0);
            assertThat(UdpHeader.parse(b, 0, b.length)).isEqualTo(header);
        }
    }

    @Test
    void tcpWithOptions() {
        for (int i = 0; i < TIMES; i++) {
            List<TcpOption> options = tcpOptions();
            TcpHeader header = new TcpHeader(
                    bits(16),
                    bits(16),
                    random.nextInt(),
                    random.nextInt(),
                    bits(12),
                    bits(16),
                    bits(16),
                    bits(16),
                    TcpOption.write(options));
            byte[] b = header.toByteArray();
            TcpHeader read = TcpHeader.parse(b, 0, b.length);
            assertThat(read).isEqualTo(header);
            assertThat(read.optionList()).startsWith(options.toArray(new TcpOption[0]));
            assertThat(read.toByteArray()).isEqualTo(b);
        }
    }

    private List<TcpOption> tcpOptions() {
        List<TcpOption> options = new ArrayList<>();
        int room = TcpOption.MAXIMUM_BYTES;
        while (random.nextInt(6) > 0) {
            TcpOption option = switch (random.nextInt(9)) {
                case 0 -> new TcpOption.NoOperation();
                case 1 -> new TcpOption.MaximumSegmentSize(bits(16));
                case 2 -> new TcpOption.WindowScale(bits(8));
                case 3 -> new TcpOption.SackPermitted();
                case 4 -> new TcpOption.Sack(List.of(new TcpOption.SackBlock(random.nextInt(), random.nextInt())));
                case 5 -> new TcpOption.Timestamps(random.nextInt(), random.nextInt());
                case 6 -> new TcpOption.UserTimeout(random.nextBoolean(), bits(15));
                case 7 -> new TcpOption.FastOpen(bytes(17), random.nextBoolean());
                default -> new TcpOption.Unknown(100 + random.nextInt(100), bytes(10));
            };
            if (option.lengthBytes() > room) {
                break;
            }
            options.add(option);
            room -= option.lengthBytes();
        }
        return options;
    }

    private List<Ipv4Option> ipv4Options() {
        List<Ipv4Option> options = new ArrayList<>();
        int room = Ipv4Option.MAXIMUM_BYTES;
        while (random.nextInt(5) > 0) {
            Ipv4Option option = switch (random.nextInt(5)) {
                case 0 -> new Ipv4Option.NoOperation();
                case 1 -> new Ipv4Option.RouterAlert(bits(16));
                case 2 -> new Ipv4Option.Route(Ipv4Option.LOOSE_SOURCE_ROUTE, bits(8), List.of(v4(), v4()));
                case 3 -> new Ipv4Option.Timestamp(bits(8), bits(4), bits(4), bytes(12));
                default -> new Ipv4Option.Unknown(150 + random.nextInt(100), bytes(10));
            };
            if (option.lengthBytes() > room) {
                break;
            }
            options.add(option);
            room -= option.lengthBytes();
        }
        return options;
    }

    private int bits(int count) {
        return random.nextInt(1 << count);
    }

    private MacAddress mac() {
        return new MacAddress(random.nextLong() >>> 16);
    }

    private Ipv4Address v4() {
        return new Ipv4Address(random.nextInt());
    }

    private Ipv6Address v6() {
        return new Ipv6Address(random.nextLong(), random.nextLong());
    }

    private ByteString bytes(int fewerThan) {
        byte[] b = new byte[random.nextInt(fewerThan)];
        random.nextBytes(b);
        return ByteString.copyOf(b);
    }
}
