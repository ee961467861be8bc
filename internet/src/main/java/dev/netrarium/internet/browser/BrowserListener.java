package dev.netrarium.internet.browser;

/** Is told what a browser does, at once, by the thread that does it; it must not call back. */
@FunctionalInterface
public interface BrowserListener {
    void happened(BrowserEvent event);
}
