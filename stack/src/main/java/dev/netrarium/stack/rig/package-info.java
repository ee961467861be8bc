/**
 * The pair rig: a few protocol cores on virtual links, in virtual time, for the tests of every room.
 *
 * <p>{@link dev.netrarium.stack.rig.Rig} keeps the clock and turns everything in a fixed order;
 * {@link dev.netrarium.stack.rig.RigLink} is a cable whose two directions delay, drop, reorder, duplicate, corrupt and
 * queue; {@link dev.netrarium.stack.rig.HostEnd} is a full host at an end of it,
 * {@link dev.netrarium.stack.rig.RigHost} the least that TCP can live on; {@link dev.netrarium.stack.rig.BulkTransfer}
 * moves bytes between two of either. Anything else that takes IP packets stands at an end through
 * {@link dev.netrarium.stack.rig.RigEnd}. A whole network is {@code world}'s matter.
 */
@NullMarked
package dev.netrarium.stack.rig;

import org.jspecify.annotations.NullMarked;
