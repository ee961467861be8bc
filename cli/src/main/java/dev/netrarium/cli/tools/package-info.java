/**
 * The tools that people's hands know (ping, traceroute, dig, curl, ip, ss …), on a Netrarium host. A tool takes a {@link
 * dev.netrarium.cli.tools.ToolContext} and nothing else, so it runs in a world as on the real network.
 */
@NullMarked
package dev.netrarium.cli.tools;

import org.jspecify.annotations.NullMarked;
