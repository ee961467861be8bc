/**
 * DHCPv6 (RFC 8415): messages, and client and server as pure state machines; addresses by IA_NA, and configuration without
 * addresses. What puts them on a host is in {@code host}.
 */
@NullMarked
package dev.netrarium.services.dhcpv6;

import org.jspecify.annotations.NullMarked;
