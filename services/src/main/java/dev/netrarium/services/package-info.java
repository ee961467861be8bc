/** What the drivers of this room stand on: waiting for many endpoints at once. */
@NullMarked
package dev.netrarium.services;

import org.jspecify.annotations.NullMarked;
