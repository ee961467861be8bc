/** Ready-made handlers for a web server: files of a folder, fixed content, routes by path. */
@NullMarked
package dev.netrarium.web.handlers;

import org.jspecify.annotations.NullMarked;
