/** URLs (RFC 3986) and the byte link under every web protocol. */
@NullMarked
package dev.netrarium.web;

import org.jspecify.annotations.NullMarked;
