package dev.netrarium.internet.browser;

import dev.netrarium.web.Url;
import dev.netrarium.web.http.HttpResponse;

/**
 * What came for a URL.
 *
 * @param response the head; its body has been read
 * @param content the body
 */
@SuppressWarnings("ArrayRecordComponent") // made once per page, owned by the caller
public record Page(Url url, HttpResponse response, byte[] content) {}
