/**
 * DHCP messages (RFC 2131, 2132, 3046, 3396, 3442, 3397, 4361) as values: the fixed fields, the options, and what the
 * options mean. Client, server and relay, pure state machines all, live in the packages below; what puts them on a host
 * in {@code host}.
 */
@NullMarked
package dev.netrarium.services.dhcp;

import org.jspecify.annotations.NullMarked;
