package dev.netrarium.services.dhcp;

import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.MacAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A DHCP message (RFC 2131 §2).
 *
 * @param op {@link #REQUEST} from a client, {@link #REPLY} from a server
 * @param hops relay agents that it has come by
 * @param transactionId the client's number for the exchange
 * @param secs since the client began, 0 to 65535
 * @param broadcast the client cannot take a unicast reply before it has its address
 * @param clientAddress ciaddr: only while the client answers for it
 * @param yourAddress yiaddr: what the client gets
 * @param serverAddress siaddr: the next server of a boot, not the DHCP server
 * @param relayAddress giaddr: the first relay agent's address on the client's link
 * @param hardwareType 1 for Ethernet
 * @param hardwareAddress chaddr: 0 to 16 bytes
 * @param serverName sname, unless it holds options; "" for none
 * @param bootFile file, unless it holds options; "" for none
 */
public record DhcpMessage(
        int op,
        int hops,
        int transactionId,
        int secs,
        boolean broadcast,
        Ipv4Address clientAddress,
        Ipv4Address yourAddress,
        Ipv4Address serverAddress,
        Ipv4Address relayAddress,
        int hardwareType,
        ByteString hardwareAddress,
        String serverName,
        String bootFile,
        DhcpOptions options) {
    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    public static final int SERVER_PORT = 67;
    public static final int CLIENT_PORT = 68;

    /** RFC 2131 §2: what every client must be ready to take, IP and UDP headers included. */
    public static final int LEAST_MAXIMUM_BYTES = 576;

    /** The IP and UDP headers, which option 57 counts (as ISC's and others' implementations take it). */
    public static final int HEADERS_BYTES = 28;

    static final int ETHERNET = 1;

    public DhcpMessage {
        if (op != REQUEST && op != REPLY) {
            throw new IllegalArgumentException("op is 1 or 2: " + op);
        }
        if (hardwareAddress.lengthBytes() > 16) {
            throw new IllegalArgumentException("a hardware address has at most 16 bytes");
        }
        if (hops < 0 || hops > 255 || secs < 0 || secs > 0xffff || hardwareType < 0 || hardwareType > 255) {
            throw new IllegalArgumentException("hops, secs or htype does not fit its field");
        }
    }

    /** A client's message without options. */
    public static DhcpMessage request(int transactionId, MacAddress mac) {
        byte[] b = new byte[6];
        mac.writeTo(b, 0);
        return new DhcpMessage(
                REQUEST,
                0,
                transactionId,
                0,
                false,
                Ipv4Address.ANY,
                Ipv4Address.ANY,
                Ipv4Address.ANY,
                Ipv4Address.ANY,
                ETHERNET,
                ByteString.copyOf(b),
                "",
                "",
                DhcpOptions.NONE);
    }

    /** A reply to this with the fields that RFC 2131 table 3 copies, and without options. */
    public DhcpMessage reply() {
        return new DhcpMessage(
                REPLY,
                0,
                transactionId,
                0,
                broadcast,
                Ipv4Address.ANY,
                Ipv4Address.ANY,
                Ipv4Address.ANY,
                relayAddress,
                hardwareType,
                hardwareAddress,
                "",
                "",
                DhcpOptions.NONE);
    }

    /**
     * Reads the message that the bytes are.
     *
     * @throws MalformedDhcpException when they are none
     */
    public static DhcpMessage parse(byte[] b, int at, int length) throws MalformedDhcpException {
        Objects.checkFromIndexSize(at, length, b.length);
        return MessageWire.parse(b, at, length);
    }

    public static DhcpMessage parse(byte[] b) throws MalformedDhcpException {
        return parse(b, 0, b.length);
    }

    /** As {@link #encode(int)} for a client that has said nothing about sizes. */
    public byte[] encode() {
        return encode(LEAST_MAXIMUM_BYTES - HEADERS_BYTES);
    }

    /**
     * The message's bytes, padded to the 300 of BOOTP. When the options need more room than there is they go on in the
     * file and sname fields, unless those are in use (option 52); those that find no room at all are left out, the last
     * first, but never option 82.
     *
     * @param mostBytes at least 300
     */
    public byte[] encode(int mostBytes) {
        return MessageWire.encode(this, Math.max(mostBytes, MessageWire.LEAST_BYTES));
    }

    /** What kind of message it is; null for plain BOOTP. */
    public @Nullable MessageType type() {
        return options.messageType();
    }

    /** The hardware address as a MAC address; null when it is none. */
    public @Nullable MacAddress mac() {
        return hardwareType == ETHERNET && hardwareAddress.lengthBytes() == 6
                ? MacAddress.read(hardwareAddress.toByteArray(), 0)
                : null;
    }

    public boolean isRequest() {
        return op == REQUEST;
    }

    /** The size up to which the sender takes messages without IP and UDP headers, by option 57; 548 when it says none. */
    public int acceptsBytes() {
        return Math.max(options.u16(OptionCode.MAXIMUM_MESSAGE_SIZE), LEAST_MAXIMUM_BYTES) - HEADERS_BYTES;
    }

    public DhcpMessage with(DhcpOptions changed) {
        return copy(hops, secs, broadcast, clientAddress, yourAddress, serverAddress, relayAddress, changed);
    }

    public DhcpMessage withSecs(int value) {
        return copy(hops, value, broadcast, clientAddress, yourAddress, serverAddress, relayAddress, options);
    }

    public DhcpMessage withBroadcast(boolean on) {
        return copy(hops, secs, on, clientAddress, yourAddress, serverAddress, relayAddress, options);
    }

    public DhcpMessage withClientAddress(Ipv4Address address) {
        return copy(hops, secs, broadcast, address, yourAddress, serverAddress, relayAddress, options);
    }

    public DhcpMessage withYourAddress(Ipv4Address address) {
        return copy(hops, secs, broadcast, clientAddress, address, serverAddress, relayAddress, options);
    }

    public DhcpMessage withServerAddress(Ipv4Address address) {
        return copy(hops, secs, broadcast, clientAddress, yourAddress, address, relayAddress, options);
    }

    /** As it leaves a relay agent. */
    public DhcpMessage relayed(int newHops, Ipv4Address agent, DhcpOptions changed) {
        return copy(newHops, secs, broadcast, clientAddress, yourAddress, serverAddress, agent, changed);
    }

    private DhcpMessage copy(
            int newHops,
            int newSecs,
            boolean newBroadcast,
            Ipv4Address ciaddr,
            Ipv4Address yiaddr,
            Ipv4Address siaddr,
            Ipv4Address giaddr,
            DhcpOptions newOptions) {
        return new DhcpMessage(
                op,
                newHops,
                transactionId,
                newSecs,
                newBroadcast,
                ciaddr,
                yiaddr,
                siaddr,
                giaddr,
                hardwareType,
                hardwareAddress,
                serverName,
                bootFile,
                newOptions);
    }
}
