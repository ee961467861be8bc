package dev.netrarium.web.client;

/** Is told what a client does, at once and by the thread that does it. It should be quick, and it must not throw. */
@FunctionalInterface
public interface HttpEvents {
    /** Nobody listens. */
    HttpEvents NONE = _ -> {};

    /** Something happened. */
    void on(HttpEvent event);
}
