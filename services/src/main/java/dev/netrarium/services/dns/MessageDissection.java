package dev.netrarium.services.dns;

import dev.netrarium.wire.dissect.LayerBuilder;

/** Turns the message at a layer's position into fields and into tcpdump's line, and moves on behind it. */
final class MessageDissection {
    private static final String[] OPCODES = {"", " inv_q", " stat", " op3", " notify", " update"};
    private static final String[] RESPONSE_CODES = {
        "",
        " FormErr",
        " ServFail",
        " NXDomain",
        " NotImp",
        " Refused",
        " YXDomain",
        " YXRRSet",
        " NXRRSet",
        " NotAuth",
        " NotZone"
    };
    /** Flags that have no meaning in a query: AA, TC, RA, Z, AD and the response code, but not CD. */
    private static final int ODD_IN_QUERY = 0x06cf & ~0x0010;

    private final LayerBuilder layer;
    private final int start;
    private final MessageReader in;
    private final StringBuilder line = new StringBuilder();
    private boolean isResponse;
    private int answersShown;

    /**
     * @param lengthBytes as announced; the capture may have fewer
     */
    MessageDissection(LayerBuilder layer, int lengthBytes) {
        this.layer = layer;
        this.start = layer.position();
        int there = Math.min(lengthBytes, layer.remaining());
        this.in = new MessageReader(layer.bytes(), start, there);
        try {
            header();
        } catch (MalformedDnsException e) {
            boolean cut = there < lengthBytes && e.reason() == MalformedDnsException.Reason.CUT_SHORT;
            layer.note((cut ? "truncated: " : "malformed: ") + e.getMessage());
            line.append(line.isEmpty() ? "[|domain]" : " [|domain]");
        }
        line.append(" (").append(lengthBytes).append(')');
        layer.moveTo(start + there);
    }

    String line() {
        return line.toString();
    }

    private void header() throws MalformedDnsException {
        int id = in.u16();
        int flags = in.u16();
        int questions = in.u16();
        int answers = in.u16();
        int authorities = in.u16();
        int additionals = in.u16();
        DnsHeader header = DnsHeader.of(id, flags, 0);
        isResponse = header.isResponse();
        layer.field("Transaction ID", String.format("0x%04x (%d)", id, id), start, 2);
        flagFields(header, flags);
        layer.field("Questions", Integer.toString(questions), start + 4, 2);
        layer.field("Answer records", Integer.toString(answers), start + 6, 2);
        layer.field("Authority records", Integer.toString(authorities), start + 8, 2);
        layer.field("Additional records", Integer.toString(additionals), start + 10, 2);
        if (isResponse) {
            line.append(id)
                    .append(text(OPCODES, header.opcode().code(), " op"))
                    .append(text(RESPONSE_CODES, header.responseCode().code(), " Resp"))
                    .append(header.authoritative() ? "*" : "")
                    .append(header.recursionAvailable() ? "" : "-")
                    .append(header.truncated() ? "|" : "")
                    .append(header.authenticData() ? "$" : "");
            if (questions != 1) {
                line.append(" [").append(questions).append("q]");
            }
            line.append(' ')
                    .append(answers)
                    .append('/')
                    .append(authorities)
                    .append('/')
                    .append(additionals);
        } else {
            line.append(id)
                    .append(text(OPCODES, header.opcode().code(), " op"))
                    .append(header.recursionDesired() ? "+" : "")
                    .append(header.checkingDisabled() ? "%" : "");
            if ((flags & ODD_IN_QUERY) != 0) {
                line.append(" [b2&3=0x").append(Integer.toHexString(flags)).append(']');
            }
            odd(answers, 0, "a");
            odd(questions, 1, "q");
            odd(authorities, 0, "n");
            odd(additionals, 0, "au");
        }
        for (int i = 0; i < questions; i++) {
            question(i == 0);
        }
        records("Answer", answers);
        records("Authority", authorities);
        records("Additional", additionals);
        if (!in.atEnd()) {
            layer.note("malformed: "
                    + in.malformed(MalformedDnsException.Reason.TRAILING_BYTES).getMessage());
        }
    }

    private void flagFields(DnsHeader header, int flags) {
        layer.beginGroup("Flags", String.format("0x%04x", flags), start + DnsHeader.FLAGS, 2);
        flag("Response", header.isResponse());
        layer.field("Opcode", header.opcode().toString(), start + DnsHeader.FLAGS, 1);
        flag("Authoritative answer", header.authoritative());
        flag("Truncated", header.truncated());
        flag("Recursion desired", header.recursionDesired());
        flag("Recursion available", header.recursionAvailable());
        flag("Authentic data", header.authenticData());
        flag("Checking disabled", header.checkingDisabled());
        layer.field("Response code", header.responseCode().toString(), start + DnsHeader.FLAGS + 1, 1);
        layer.endGroup();
    }

    private void flag(String name, boolean set) {
        layer.field(name, set ? "yes" : "no", start + DnsHeader.FLAGS, 2);
    }

    private void odd(int count, int usual, String unit) {
        if (count != usual) {
            line.append(" [").append(count).append(unit).append(']');
        }
    }

    private static String text(String[] names, int code, String prefix) {
        return code < names.length ? names[code] : prefix + code;
    }

    private void question(boolean isFirst) throws MalformedDnsException {
        int at = in.position();
        DomainName name = in.name();
        RecordType type = new RecordType(in.u16());
        RecordClass recordClass = new RecordClass(in.u16());
        layer.field("Question", name + " " + recordClass + " " + type, start + at, in.position() - at);
        if (!isResponse && isFirst) {
            line.append(' ').append(type);
            if (!recordClass.equals(RecordClass.IN)) {
                line.append(' ').append(recordClass);
            }
            line.append("? ").append(name);
        }
    }

    private void records(String section, int count) throws MalformedDnsException {
        for (int i = 0; i < count; i++) {
            record(section);
        }
    }

    private void record(String section) throws MalformedDnsException {
        int at = in.position();
        DomainName name = in.name();
        int typeAt = in.position();
        RecordType type = new RecordType(in.u16());
        int classCode = in.u16();
        int ttl = in.i32();
        int dataBytes = in.u16();
        int dataAt = in.position();
        if (type.equals(RecordType.OPT)) {
            Edns edns = Edns.read(in, classCode, ttl, dataBytes);
            layer.field(
                    "EDNS",
                    "version " + edns.version() + ", UDP payload " + edns.udpPayloadBytes() + " bytes"
                            + (edns.dnssecOk() ? ", DNSSEC OK" : "") + ", "
                            + edns.options().size() + " options",
                    start + at,
                    in.position() - at);
            return;
        }
        RecordClass recordClass = new RecordClass(classCode);
        RecordData data = RecordDataWire.read(in, type, recordClass, dataBytes);
        String seconds = Integer.toUnsignedString(ttl);
        layer.beginGroup(
                section,
                name + " " + seconds + " " + recordClass + " " + type + " " + data,
                start + at,
                in.position() - at);
        layer.field("Name", name.toString(), start + at, typeAt - at);
        layer.field("Type", type.toString(), start + typeAt, 2);
        layer.field("Class", recordClass.toString(), start + typeAt + 2, 2);
        layer.field("Time to live", seconds + " s", start + typeAt + 4, 4);
        layer.field("Data", data.toString(), start + dataAt, dataBytes);
        layer.endGroup();
        if (isResponse && section.equals("Answer")) {
            line.append(answersShown++ == 0 ? " " : ", ")
                    .append(type)
                    .append(' ')
                    .append(shortData(data));
        }
    }

    /** tcpdump's order of words where it is not the master file's. */
    private static String shortData(RecordData data) {
        return switch (data) {
            case RecordData.Mx mx -> mx.exchange() + " " + mx.preference();
            case RecordData.Srv srv -> srv.target() + ":" + srv.port() + " " + srv.priority() + " " + srv.weight();
            default -> data.toString();
        };
    }
}
