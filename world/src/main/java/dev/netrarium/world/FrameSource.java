package dev.netrarium.world;

/** What stands at the near end of a wire that may be busy. */
interface FrameSource {
    /** The wire, which refused a frame before, takes frames again. */
    void wireReady(long now);
}
