/** Ready-made handlers for a web server: files of a folder, documents in memory, routes by host and path. */
@NullMarked
package dev.netrarium.web.handlers;

import org.jspecify.annotations.NullMarked;
