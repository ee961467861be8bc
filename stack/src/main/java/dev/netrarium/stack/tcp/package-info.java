/**
 * TCP (RFC 9293) as a pure state machine, behaving on the wire as Linux where the RFCs leave room.
 *
 * <p>{@link dev.netrarium.stack.tcp.Tcp} is one host's TCP; a program holds {@link dev.netrarium.stack.tcp.TcpBinding},
 * {@link dev.netrarium.stack.tcp.TcpListener} and {@link dev.netrarium.stack.tcp.TcpConnection}. Every call is made with
 * the loop's baton held and never blocks; whoever wants to block waits on the {@code Readiness}.
 */
@NullMarked
package dev.netrarium.stack.tcp;

import org.jspecify.annotations.NullMarked;
