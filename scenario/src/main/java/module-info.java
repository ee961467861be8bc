/** The YAML form of a world. */
module dev.netrarium.scenario {
    requires static org.jspecify;
    requires transitive dev.netrarium.world;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.yaml;

    exports dev.netrarium.scenario;
}
