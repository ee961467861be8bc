/** The textbook's Internet, its programs, and the story of a URL. */
module dev.netrarium.internet {
    requires static org.jspecify;
    requires transitive dev.netrarium.world;
    requires transitive dev.netrarium.services;
    requires transitive dev.netrarium.web;
}
