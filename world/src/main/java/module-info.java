/** Many hosts, links with faults, switches, a clock and a seed. */
module dev.netrarium.world {
    requires static org.jspecify;
    requires transitive dev.netrarium.stack;

    exports dev.netrarium.world;

    uses dev.netrarium.world.ProgramProvider;
}
