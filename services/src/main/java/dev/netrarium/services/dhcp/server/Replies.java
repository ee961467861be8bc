package dev.netrarium.services.dhcp.server;

import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.DhcpOptions;
import dev.netrarium.services.dhcp.MessageType;
import dev.netrarium.services.dhcp.OptionCode;
import dev.netrarium.services.dhcp.RelayAgentInformation;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv4Address;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages that a server sends, with the fields and options that RFC 2131 table 3 wants in each. */
final class Replies {
    private Replies() {}

    static DhcpMessage offer(DhcpMessage discover, Ipv4Address own, Subnet subnet, Ipv4Address address) {
        return grant(MessageType.OFFER, discover, own, subnet, address);
    }

    static DhcpMessage ack(DhcpMessage request, Ipv4Address own, Subnet subnet, Ipv4Address address, boolean rapid) {
        DhcpMessage ack =
                grant(MessageType.ACK, request, own, subnet, address).withClientAddress(request.clientAddress());
        return rapid ? ack.with(ack.options().with(OptionCode.RAPID_COMMIT, ByteString.EMPTY)) : ack;
    }

    /** To INFORM: everything but an address and its time. */
    static DhcpMessage informed(DhcpMessage inform, Ipv4Address own, Subnet subnet) {
        DhcpOptions options = DhcpOptions.NONE
                .with(MessageType.ACK)
                .withAddress(OptionCode.SERVER_IDENTIFIER, serverIdentifier(inform, own));
        return inform.reply()
                .withClientAddress(inform.clientAddress())
                .with(echo(inform, told(inform, subnet, options)));
    }

    /** Behind a relay agent it is broadcast there, since the client may not have the address that it believes to have. */
    static DhcpMessage nak(DhcpMessage request, Ipv4Address own, String why) {
        DhcpOptions options = DhcpOptions.NONE
                .with(MessageType.NAK)
                .withAddress(OptionCode.SERVER_IDENTIFIER, serverIdentifier(request, own))
                .withText(OptionCode.MESSAGE, why);
        DhcpMessage reply = request.reply();
        return reply.withBroadcast(reply.broadcast() || !request.relayAddress().isUnspecified())
                .with(echo(request, options));
    }

    /** What a lease is given for: what the client asks for, within the subnet's bounds. */
    static Duration leaseTime(DhcpMessage request, Subnet subnet) {
        long asked = request.options().seconds(OptionCode.LEASE_TIME);
        if (asked <= 0) {
            return subnet.leaseTime();
        }
        Duration time = Duration.ofSeconds(asked);
        return time.compareTo(subnet.longestLeaseTime()) > 0 ? subnet.longestLeaseTime() : time;
    }

    private static DhcpMessage grant(
            MessageType type, DhcpMessage request, Ipv4Address own, Subnet subnet, Ipv4Address address) {
        Duration time = leaseTime(request, subnet);
        DhcpOptions options = DhcpOptions.NONE
                .with(type)
                .withAddress(OptionCode.SERVER_IDENTIFIER, serverIdentifier(request, own))
                .withSeconds(OptionCode.LEASE_TIME, time)
                .withSeconds(OptionCode.RENEWAL_TIME, time.dividedBy(2))
                .withSeconds(OptionCode.REBINDING_TIME, time.multipliedBy(7).dividedBy(8));
        return request.reply().withYourAddress(address).with(echo(request, told(request, subnet, options)));
    }

    /** Adds what the subnet and the reservation say and the client asks for, in its order; all, when it asks for nothing. */
    private static DhcpOptions told(DhcpMessage request, Subnet subnet, DhcpOptions before) {
        DhcpOptions known = DhcpOptions.NONE
                .withAddress(
                        OptionCode.SUBNET_MASK, (Ipv4Address) subnet.prefix().netmask())
                .with(subnet.options());
        Reservation reservation = subnet.reservationFor(request);
        if (reservation != null) {
            known = known.with(reservation.options());
        }
        DhcpOptions told = before;
        ByteString mask = known.bytes(OptionCode.SUBNET_MASK);
        if (mask != null) {
            told = told.with(OptionCode.SUBNET_MASK, mask);
        }
        List<Integer> requested = request.options().requested();
        for (int code : requested.isEmpty() ? List.copyOf(known.codes()) : requested) {
            ByteString value = known.bytes(code);
            if (value != null && !told.has(code)) {
                told = told.with(code, value);
            }
        }
        return told;
    }

    /** The client's identifier (RFC 6842) and the relay agents' word (RFC 3046 §2.2) go back as they came. */
    private static DhcpOptions echo(DhcpMessage request, DhcpOptions reply) {
        DhcpOptions echoed = reply;
        for (int code : new int[] {OptionCode.CLIENT_IDENTIFIER, OptionCode.RELAY_AGENT}) {
            ByteString value = request.options().bytes(code);
            if (value != null) {
                echoed = echoed.with(code, value);
            }
        }
        return echoed;
    }

    /** The address of its own that the server calls itself by: the relay agent's, where that wants so (RFC 5107). */
    static Ipv4Address serverIdentifier(DhcpMessage request, Ipv4Address own) {
        RelayAgentInformation agent = request.options().relayAgent();
        @Nullable Ipv4Address override = agent == null ? null : agent.address(RelayAgentInformation.SERVER_OVERRIDE);
        return override == null ? own : override;
    }
}
