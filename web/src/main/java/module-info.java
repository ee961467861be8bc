/** HTTP as pure codecs, over a small byte link. */
module dev.netrarium.web {
    requires static org.jspecify;
    requires transitive dev.netrarium.wire;

    exports dev.netrarium.web;
    exports dev.netrarium.web.http;
}
