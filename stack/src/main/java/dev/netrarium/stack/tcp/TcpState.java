package dev.netrarium.stack.tcp;

/** The eleven states of RFC 9293 §3.3.2, with the names that {@code ss} prints and the numbers of {@code tcp_info}. */
public enum TcpState {
    CLOSED("UNCONN", 7),
    LISTEN("LISTEN", 10),
    SYN_SENT("SYN-SENT", 2),
    SYN_RECEIVED("SYN-RECV", 3),
    ESTABLISHED("ESTAB", 1),
    FIN_WAIT_1("FIN-WAIT-1", 4),
    FIN_WAIT_2("FIN-WAIT-2", 5),
    CLOSE_WAIT("CLOSE-WAIT", 8),
    CLOSING("CLOSING", 11),
    LAST_ACK("LAST-ACK", 9),
    TIME_WAIT("TIME-WAIT", 6);

    private final String shortName;
    private final int linuxNumber;

    TcpState(String shortName, int linuxNumber) {
        this.shortName = shortName;
        this.linuxNumber = linuxNumber;
    }

    /** As {@code ss} prints it. */
    public String shortName() {
        return shortName;
    }

    /** As {@code tcpi_state} holds it. */
    public int linuxNumber() {
        return linuxNumber;
    }

    /** True once both SYNs are acknowledged: data may have been, or may yet be, received. */
    public boolean isSynchronized() {
        return switch (this) {
            case CLOSED, LISTEN, SYN_SENT, SYN_RECEIVED -> false;
            default -> true;
        };
    }

    /** True where a program's data may still be put on the wire. */
    boolean maySend() {
        return this == ESTABLISHED || this == CLOSE_WAIT;
    }

    /** True where the peer's data is still expected. */
    boolean mayReceive() {
        return this == ESTABLISHED || this == FIN_WAIT_1 || this == FIN_WAIT_2;
    }
}
