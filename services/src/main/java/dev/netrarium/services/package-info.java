/** What makes a network usable: DNS and its like, client and server. */
@NullMarked
package dev.netrarium.services;

import org.jspecify.annotations.NullMarked;
