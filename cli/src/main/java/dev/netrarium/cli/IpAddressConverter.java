package dev.netrarium.cli;

import dev.netrarium.wire.IpAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an address of either family: {@code 192.0.2.1}, {@code 2001:db8::1}. */
final class IpAddressConverter implements ITypeConverter<IpAddress> {
    @Override
    public IpAddress convert(String text) {
        try {
            return IpAddress.of(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "\"" + text + "\" is no IP address: write 192.0.2.1 or 2001:db8::1 (a name does not do here)");
        }
    }
}
