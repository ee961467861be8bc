package dev.netrarium.services.dhcp.server;

import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * An address and whose it is.
 *
 * @param client null when it is nobody's
 * @param hardware htype and chaddr of the client
 * @param hostName what the client calls itself; "" when it does not say
 * @param circuit what relay agents say about where it is (option 82); empty for nothing
 * @param endsNanos when that state ends; {@link dev.netrarium.stack.Timer#NEVER} for never
 */
public record LeaseEntry(
        Ipv4Address address,
        LeaseState state,
        @Nullable ClientKey client,
        ByteString hardware,
        String hostName,
        ByteString circuit,
        long endsNanos) {}
