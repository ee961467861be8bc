package dev.netrarium.services.dhcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options that this package knows by name, and how each is written (RFC 2132 unless said otherwise). */
public final class OptionCode {
    public static final int PAD = 0;
    public static final int SUBNET_MASK = 1;
    public static final int ROUTER = 3;
    public static final int NAME_SERVERS = 6;
    public static final int HOST_NAME = 12;
    public static final int DOMAIN_NAME = 15;
    public static final int INTERFACE_MTU = 26;
    public static final int BROADCAST_ADDRESS = 28;
    public static final int STATIC_ROUTES = 33;
    public static final int NTP_SERVERS = 42;
    public static final int VENDOR_SPECIFIC = 43;
    public static final int REQUESTED_ADDRESS = 50;
    public static final int LEASE_TIME = 51;
    public static final int OVERLOAD = 52;
    public static final int MESSAGE_TYPE = 53;
    public static final int SERVER_IDENTIFIER = 54;
    public static final int PARAMETER_REQUEST_LIST = 55;
    public static final int MESSAGE = 56;
    public static final int MAXIMUM_MESSAGE_SIZE = 57;
    public static final int RENEWAL_TIME = 58;
    public static final int REBINDING_TIME = 59;
    public static final int VENDOR_CLASS = 60;
    public static final int CLIENT_IDENTIFIER = 61;
    public static final int TFTP_SERVER = 66;
    public static final int BOOT_FILE = 67;
    /** RFC 4039. */
    public static final int RAPID_COMMIT = 80;
    /** RFC 3046. */
    public static final int RELAY_AGENT = 82;
    /** RFC 3011. */
    public static final int SUBNET_SELECTION = 118;
    /** RFC 3397. */
    public static final int DOMAIN_SEARCH = 119;
    /** RFC 3442. */
    public static final int CLASSLESS_ROUTES = 121;

    public static final int END = 255;

    /** How the bytes of an option are meant. */
    enum Form {
        EMPTY,
        U8,
        U16,
        SECONDS,
        ADDRESS,
        ADDRESSES,
        TEXT,
        CODES,
        NAMES,
        ROUTES,
        MESSAGE_TYPE,
        RELAY,
        BYTES
    }

    private record Known(int code, String name, Form form) {}

    private static final List<Known> KNOWN = List.of(
            new Known(SUBNET_MASK, "Subnet-Mask", Form.ADDRESS),
            new Known(ROUTER, "Default-Gateway", Form.ADDRESSES),
            new Known(NAME_SERVERS, "Domain-Name-Server", Form.ADDRESSES),
            new Known(HOST_NAME, "Hostname", Form.TEXT),
            new Known(DOMAIN_NAME, "Domain-Name", Form.TEXT),
            new Known(INTERFACE_MTU, "MTU", Form.U16),
            new Known(BROADCAST_ADDRESS, "BR", Form.ADDRESS),
            new Known(STATIC_ROUTES, "Static-Route", Form.ADDRESSES),
            new Known(NTP_SERVERS, "NTP", Form.ADDRESSES),
            new Known(VENDOR_SPECIFIC, "Vendor-Option", Form.BYTES),
            new Known(REQUESTED_ADDRESS, "Requested-IP", Form.ADDRESS),
            new Known(LEASE_TIME, "Lease-Time", Form.SECONDS),
            new Known(OVERLOAD, "Option-Overload", Form.U8),
            new Known(MESSAGE_TYPE, "DHCP-Message", Form.MESSAGE_TYPE),
            new Known(SERVER_IDENTIFIER, "Server-ID", Form.ADDRESS),
            new Known(PARAMETER_REQUEST_LIST, "Parameter-Request", Form.CODES),
            new Known(MESSAGE, "MSG", Form.TEXT),
            new Known(MAXIMUM_MESSAGE_SIZE, "MSZ", Form.U16),
            new Known(RENEWAL_TIME, "RN", Form.SECONDS),
            new Known(REBINDING_TIME, "RB", Form.SECONDS),
            new Known(VENDOR_CLASS, "Vendor-Class", Form.TEXT),
            new Known(CLIENT_IDENTIFIER, "Client-ID", Form.BYTES),
            new Known(TFTP_SERVER, "TFTP", Form.TEXT),
            new Known(BOOT_FILE, "BF", Form.TEXT),
            new Known(RAPID_COMMIT, "Rapid-Commit", Form.EMPTY),
            new Known(RELAY_AGENT, "Agent-Information", Form.RELAY),
            new Known(SUBNET_SELECTION, "Subnet-Selection", Form.ADDRESS),
            new Known(DOMAIN_SEARCH, "Domain-Search", Form.NAMES),
            new Known(CLASSLESS_ROUTES, "Classless-Static-Route", Form.ROUTES));

    private static final @Nullable Known[] BY_CODE = new Known[256];

    static {
        for (Known each : KNOWN) {
            BY_CODE[each.code] = each;
        }
    }

    private OptionCode() {}

    /** The name that tcpdump gives the option; {@code Option-43} and the like for others. */
    public static String name(int code) {
        Known known = BY_CODE[code & 0xff];
        return known == null ? "Option-" + code : known.name;
    }

    static Form form(int code) {
        Known known = BY_CODE[code & 0xff];
        return known == null ? Form.BYTES : known.form;
    }
}
