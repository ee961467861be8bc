/**
 * Dissection: what a packet says, layer by layer and field by field, as a tree, as a line, and as a hexdump. Begin with
 * {@link PacketDissector}; to add a protocol, implement {@link Dissector}.
 */
@NullMarked
package dev.netrarium.wire.dissect;

import org.jspecify.annotations.NullMarked;
