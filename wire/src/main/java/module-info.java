/** The formats of layers 2 to 4: addresses, checksums, headers, captures, dissection. */
module dev.netrarium.wire {
    requires static org.jspecify;

    exports dev.netrarium.wire;
    exports dev.netrarium.wire.capture;
    exports dev.netrarium.wire.dissect;

    uses dev.netrarium.wire.dissect.Dissector;
}
