package dev.netrarium.drill.system;

import java.io.IOException;

/** Makes systems to run scripts against, a fresh one for each run. */
@FunctionalInterface
public interface SystemFactory {
    /**
     * Makes one, with its interface up.
     *
     * @throws IOException when this machine does not let it
     */
    SystemUnderTest open(TestLink link) throws IOException;
}
