/** HTTP semantics (RFC 9110): methods, status codes, fields, bodies, requests and responses, whatever version carries them. */
@NullMarked
package dev.netrarium.web.http;

import org.jspecify.annotations.NullMarked;
