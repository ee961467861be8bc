package dev.netrarium.services.dhcp.client;

import dev.netrarium.services.dhcp.ClientIdentifier;
import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.DhcpOptions;
import dev.netrarium.services.dhcp.MessageType;
import dev.netrarium.services.dhcp.OptionCode;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.MacAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The messages that a client sends, with the fields and options that RFC 2131 table 5 wants in each. */
final class ClientMessages {
    private static final int[] WANTED = {
        OptionCode.SUBNET_MASK,
        OptionCode.CLASSLESS_ROUTES, // before the routers (RFC 3442)
        OptionCode.ROUTER,
        OptionCode.NAME_SERVERS,
        OptionCode.HOST_NAME,
        OptionCode.DOMAIN_NAME,
        OptionCode.INTERFACE_MTU,
        OptionCode.BROADCAST_ADDRESS,
        OptionCode.LEASE_TIME,
        OptionCode.RENEWAL_TIME,
        OptionCode.REBINDING_TIME,
        OptionCode.DOMAIN_SEARCH,
    };

    /** What we take: one Ethernet frame. */
    private static final int MAXIMUM_MESSAGE_BYTES = 1500;

    private final ClientSettings settings;
    private final MacAddress mac;
    private final ByteString identifier;
    private int transactionId;
    private long begunNanos;
    private int discoverSecs;

    ClientMessages(ClientSettings settings, MacAddress mac) {
        this.settings = settings;
        this.mac = mac;
        this.identifier =
                settings.clientIdentifier().isEmpty() ? ClientIdentifier.of(mac) : settings.clientIdentifier();
    }

    /** Messages belong to another exchange from now on. */
    void transaction(int id) {
        transactionId = id;
    }

    /** The client begins to get or to keep an address: secs counts from now. */
    void begin(long now) {
        begunNanos = now;
    }

    /** True for a server's message to this client, in the exchange that goes on. */
    boolean isAnswer(DhcpMessage message) {
        ByteString echoed = message.options().bytes(OptionCode.CLIENT_IDENTIFIER);
        return !message.isRequest()
                && message.type() != null
                && message.transactionId() == transactionId
                && mac.equals(message.mac())
                && (echoed == null || echoed.equals(identifier)); // RFC 6842 §3
    }

    DhcpMessage discover(long now, Ipv4Address wanted) {
        DhcpOptions options = asking(MessageType.DISCOVER);
        if (!wanted.isUnspecified()) {
            options = options.withAddress(OptionCode.REQUESTED_ADDRESS, wanted);
        }
        if (settings.rapidCommit()) {
            options = options.with(OptionCode.RAPID_COMMIT, ByteString.EMPTY);
        }
        discoverSecs = secs(now);
        return message(options).withSecs(discoverSecs).withBroadcast(settings.broadcast());
    }

    /** RFC 2131 §4.4.1: with the secs of the DISCOVER, so that relays treat both alike. */
    DhcpMessage request(Ipv4Address address, @Nullable Ipv4Address server) {
        DhcpOptions options = asking(MessageType.REQUEST).withAddress(OptionCode.REQUESTED_ADDRESS, address);
        if (server != null) {
            options = options.withAddress(OptionCode.SERVER_IDENTIFIER, server);
        }
        return message(options).withSecs(discoverSecs).withBroadcast(settings.broadcast());
    }

    DhcpMessage reboot(long now, Ipv4Address address) {
        DhcpOptions options = asking(MessageType.REQUEST).withAddress(OptionCode.REQUESTED_ADDRESS, address);
        return message(options).withSecs(secs(now)).withBroadcast(settings.broadcast());
    }

    DhcpMessage extension(long now, Ipv4Address address) {
        return message(asking(MessageType.REQUEST)).withSecs(secs(now)).withClientAddress(address);
    }

    DhcpMessage inform(Ipv4Address address) {
        return message(asking(MessageType.INFORM)).withClientAddress(address);
    }

    DhcpMessage decline(Lease taken) {
        return message(telling(MessageType.DECLINE)
                .withAddress(OptionCode.REQUESTED_ADDRESS, taken.address())
                .withAddress(OptionCode.SERVER_IDENTIFIER, taken.server()));
    }

    DhcpMessage release(Lease held) {
        return message(telling(MessageType.RELEASE).withAddress(OptionCode.SERVER_IDENTIFIER, held.server()))
                .withClientAddress(held.address());
    }

    private DhcpOptions telling(MessageType type) {
        return DhcpOptions.NONE.with(type).with(OptionCode.CLIENT_IDENTIFIER, identifier);
    }

    private DhcpOptions asking(MessageType type) {
        DhcpOptions options = telling(type).withU16(OptionCode.MAXIMUM_MESSAGE_SIZE, MAXIMUM_MESSAGE_BYTES);
        if (!settings.hostName().isEmpty()) {
            options = options.withText(OptionCode.HOST_NAME, settings.hostName());
        }
        return options.withRequested(WANTED);
    }

    private DhcpMessage message(DhcpOptions options) {
        return DhcpMessage.request(transactionId, mac).with(options);
    }

    private int secs(long now) {
        return (int) Math.min(Duration.ofNanos(now - begunNanos).toSeconds(), 0xffff);
    }
}
