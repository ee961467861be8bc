/**
 * Those who ask (RFC 1034 §5): the recursive server with its cache, walking down from the root or forwarding to another,
 * and the stub of a host. All are cores without sockets, clocks or threads: requests, responses and time in, {@link
 * dev.netrarium.services.dns.resolver.Action}s out.
 */
@NullMarked
package dev.netrarium.services.dns.resolver;

import org.jspecify.annotations.NullMarked;
