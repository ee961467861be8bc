package dev.netrarium.services.dns;

import dev.netrarium.services.dns.MalformedDnsException.Reason;
import dev.netrarium.services.dns.RecordData.A;
import dev.netrarium.services.dns.RecordData.Aaaa;
import dev.netrarium.services.dns.RecordData.Caa;
import dev.netrarium.services.dns.RecordData.Cname;
import dev.netrarium.services.dns.RecordData.Hinfo;
import dev.netrarium.services.dns.RecordData.Mx;
import dev.netrarium.services.dns.RecordData.Ns;
import dev.netrarium.services.dns.RecordData.Ptr;
import dev.netrarium.services.dns.RecordData.Soa;
import dev.netrarium.services.dns.RecordData.Srv;
import dev.netrarium.services.dns.RecordData.Txt;
import dev.netrarium.services.dns.RecordData.Unknown;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv6Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Record data as bytes: one line per field, in the order of the RFC's diagram. */
final class RecordDataWire {
    private RecordDataWire() {}

    /** Reads the data of a record, which must fill its length exactly. */
    static RecordData read(MessageReader in, RecordType type, RecordClass recordClass, int lengthBytes)
            throws MalformedDnsException {
        int start = in.position();
        // Data that could not stand in the message is told before anything is read of it.
        in.take(lengthBytes);
        in.rewindTo(start);
        RecordData data = readKnown(in, type, recordClass, start + lengthBytes);
        if (data == null) {
            return new Unknown(type, in.octets(lengthBytes));
        }
        if (in.position() != start + lengthBytes) {
            throw in.malformed(Reason.RECORD_LENGTH);
        }
        return data;
    }

    private static @Nullable RecordData readKnown(MessageReader in, RecordType type, RecordClass recordClass, int end)
            throws MalformedDnsException {
        boolean internet = recordClass.equals(RecordClass.IN);
        // RFC 2136 sends records of classes ANY and NONE without data.
        if (!internet && (end == in.position() || type.equals(RecordType.A) || type.equals(RecordType.AAAA))) {
            return null;
        }
        return switch (type.code()) {
            case 1 -> new A(Ipv4Address.read(in.bytes(), in.take(IpFamily.IPV4.addressBytes())));
            case 28 -> new Aaaa(Ipv6Address.read(in.bytes(), in.take(IpFamily.IPV6.addressBytes())));
            case 2 -> new Ns(in.name());
            case 5 -> new Cname(in.name());
            case 6 -> new Soa(in.name(), in.name(), in.i32(), in.i32(), in.i32(), in.i32(), in.i32());
            case 12 -> new Ptr(in.name());
            case 13 -> new Hinfo(in.characterString(), in.characterString());
            case 15 -> new Mx(in.u16(), in.name());
            case 16 -> new Txt(strings(in, end));
            case 33 -> new Srv(in.u16(), in.u16(), in.u16(), in.name());
            case 257 -> caa(in, end);
            default -> null;
        };
    }

    private static List<Octets> strings(MessageReader in, int end) throws MalformedDnsException {
        List<Octets> strings = new ArrayList<>(1);
        do {
            strings.add(in.characterString());
        } while (in.position() < end);
        return strings;
    }

    private static Caa caa(MessageReader in, int end) throws MalformedDnsException {
        int flags = in.u8();
        int tagBytes = in.u8();
        int tagAt = in.take(tagBytes);
        String tag = new String(in.bytes(), tagAt, tagBytes, StandardCharsets.ISO_8859_1);
        if (!Caa.isTag(tag) || in.position() > end) {
            throw in.malformed(Reason.RECORD_LENGTH);
        }
        return new Caa(flags, tag, in.octets(end - in.position()));
    }

    /** Writes the data without its length. Names are compressed only in the types that RFC 3597 §4 allows. */
    static void write(MessageWriter out, RecordData data) {
        switch (data) {
            case A a -> writeAddress(out, a.address());
            case Aaaa a -> writeAddress(out, a.address());
            case Ns ns -> out.compressedName(ns.server());
            case Cname cname -> out.compressedName(cname.target());
            case Soa soa -> {
                out.compressedName(soa.primaryServer());
                out.compressedName(soa.mailbox());
                out.i32(soa.serial());
                out.i32(soa.refreshSeconds());
                out.i32(soa.retrySeconds());
                out.i32(soa.expireSeconds());
                out.i32(soa.minimumSeconds());
            }
            case Ptr ptr -> out.compressedName(ptr.target());
            case Hinfo hinfo -> {
                out.characterString(hinfo.cpu());
                out.characterString(hinfo.system());
            }
            case Mx mx -> {
                out.u16(mx.preference());
                out.compressedName(mx.exchange());
            }
            case Txt txt -> {
                for (Octets string : txt.strings()) {
                    out.characterString(string);
                }
            }
            case Srv srv -> {
                out.u16(srv.priority());
                out.u16(srv.weight());
                out.u16(srv.port());
                out.plainName(srv.target());
            }
            case Caa caa -> {
                out.u8(caa.flags());
                out.characterString(Octets.of(caa.tag()));
                out.octets(caa.value());
            }
            case Unknown unknown -> out.octets(unknown.bytes());
        }
    }

    private static void writeAddress(MessageWriter out, IpAddress address) {
        int at = out.reserve(address.family().addressBytes());
        address.writeTo(out.bytes(), at);
    }
}
