/** HTTP as pure codecs, over a small byte link. */
module dev.netrarium.web {
    requires static org.jspecify;
    requires transitive dev.netrarium.wire;

    exports dev.netrarium.web;
    exports dev.netrarium.web.http;
    exports dev.netrarium.web.http1;
    exports dev.netrarium.web.client;
    exports dev.netrarium.web.server;
    exports dev.netrarium.web.handlers;

    provides dev.netrarium.wire.dissect.Dissector with
            dev.netrarium.web.http1.Http1Dissector;
}
