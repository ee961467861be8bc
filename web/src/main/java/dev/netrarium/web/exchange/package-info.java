/** Blocking drivers that carry HTTP/1.1 exchanges over a {@link dev.netrarium.web.ByteLink}, one caller's thread per connection. */
@NullMarked
package dev.netrarium.web.exchange;

import org.jspecify.annotations.NullMarked;
