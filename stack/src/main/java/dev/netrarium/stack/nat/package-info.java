/**
 * Connection tracking and network address and port translation on the hook points of a host (RFC 3022, RFC 4787,
 * RFC 5382, RFC 5508). IPv4 is translated; IPv6 passes untouched.
 */
@NullMarked
package dev.netrarium.stack.nat;

import org.jspecify.annotations.NullMarked;
