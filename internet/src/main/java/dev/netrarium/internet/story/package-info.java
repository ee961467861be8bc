/**
 * The story of a URL, told from what really happened: the frames on the wires of a world, the events of its hosts, its
 * resolvers and its browser, put in order, each with its reason.
 */
@NullMarked
package dev.netrarium.internet.story;

import org.jspecify.annotations.NullMarked;
