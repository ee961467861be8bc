/** HTTP as pure codecs, over a small byte link. */
@NullMarked
package dev.netrarium.web;

import org.jspecify.annotations.NullMarked;
