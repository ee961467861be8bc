/** A browser in miniature: what happens between a typed URL and a shown page, and a voice that tells each step. */
@NullMarked
package dev.netrarium.internet.browser;

import org.jspecify.annotations.NullMarked;
