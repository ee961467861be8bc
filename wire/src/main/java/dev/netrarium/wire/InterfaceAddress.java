package dev.netrarium.wire;

/**
 * An interface's address with the length of its subnet's prefix; unlike in {@link IpPrefix} the host bits stay.
 *
 * @param prefixLength 0 to 32 or 128
 */
public record InterfaceAddress(IpAddress address, int prefixLength) {
    public InterfaceAddress {
        if (prefixLength < 0 || prefixLength > address.family().maxPrefixLength()) {
            throw new IllegalArgumentException("no " + address.family() + " prefix has " + prefixLength + " bits");
        }
    }

    /**
     * Parses {@code 192.0.2.5/24}; without a slash the prefix is the address alone.
     *
     * @throws IllegalArgumentException when the text is neither
     */
    public static InterfaceAddress of(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            IpAddress address = IpAddress.of(text);
            return new InterfaceAddress(address, address.family().maxPrefixLength());
        }
        String digits = text.substring(slash + 1);
        if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("not a prefix length: \"" + digits + "\" in \"" + text + "\"");
        }
        return new InterfaceAddress(IpAddress.of(text.substring(0, slash)), Integer.parseInt(digits));
    }

    /** The subnet that the address lies in. */
    public IpPrefix prefix() {
        return new IpPrefix(address, prefixLength);
    }

    @Override
    public String toString() {
        return address + "/" + prefixLength;
    }
}
