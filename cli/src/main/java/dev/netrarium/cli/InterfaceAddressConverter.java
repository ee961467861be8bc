package dev.netrarium.cli;

import dev.netrarium.wire.InterfaceAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an address with the length of its prefix: {@code 192.0.2.80/24}, {@code 2001:db8::80/64}. */
final class InterfaceAddressConverter implements ITypeConverter<InterfaceAddress> {
    @Override
    public InterfaceAddress convert(String text) {
        try {
            if (text.indexOf('/') >= 0) {
                return InterfaceAddress.of(text);
            }
        } catch (IllegalArgumentException e) {
            throw wrong(text);
        }
        throw wrong(text);
    }

    private static TypeConversionException wrong(String text) {
        return new TypeConversionException(
                "\"" + text + "\" is no address with a prefix length: write 192.0.2.80/24 or 2001:db8::80/64");
    }
}
