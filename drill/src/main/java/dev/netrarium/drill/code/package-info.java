/** The small part of Python that scripts use to look at tcp_info. */
@NullMarked
package dev.netrarium.drill.code;

import org.jspecify.annotations.NullMarked;
