/** Character classes of RFC 3986, 9110 and 9112. Not exported. */
@NullMarked
package dev.netrarium.web.grammar;

import org.jspecify.annotations.NullMarked;
