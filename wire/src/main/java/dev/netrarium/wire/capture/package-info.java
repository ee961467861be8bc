/** Captures: files of packets with their times and interfaces. pcapng is written and read, classic pcap read. */
@NullMarked
package dev.netrarium.wire.capture;

import org.jspecify.annotations.NullMarked;
