package dev.netrarium.services.dns.authority;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.RecordClass;
import dev.netrarium.services.dns.RecordData;
import dev.netrarium.services.dns.RecordDataText;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.ResourceRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a master file (RFC 1035 §5, $TTL of RFC 2308 §4) into records. $INCLUDE is refused: a zone is one text, and
 * reading files is not this room's business.
 */
final class ZoneText {
    private DomainName origin;
    private @Nullable DomainName owner;
    private int defaultTtl = -1;
    private int lastTtl = -1;
    private final List<ResourceRecord> records = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();

    private ZoneText(DomainName origin) {
        this.origin = origin;
    }

    static Zone parse(DomainName origin, String text) {
        ZoneText reader = new ZoneText(origin);
        ZoneWords words = new ZoneWords(text);
        for (ZoneWords.Entry entry = words.next(); entry != null; entry = words.next()) {
            try {
                reader.entry(entry);
            } catch (ZoneTextException e) {
                throw e;
            } catch (IllegalArgumentException e) {
                throw new ZoneTextException(entry.line(), String.valueOf(e.getMessage()));
            }
        }
        return ZoneBuilder.build(origin, reader.records, reader.lines);
    }

    private void entry(ZoneWords.Entry entry) {
        String first = entry.words().getFirst();
        if (!entry.startsBlank() && first.startsWith("$")) {
            directive(entry.words());
        } else {
            record(entry);
        }
    }

    private void directive(List<String> words) {
        String name = words.getFirst();
        if (name.equalsIgnoreCase("$INCLUDE")) {
            throw new IllegalArgumentException("$INCLUDE is not supported: a zone is one text");
        }
        if (words.size() != 2) {
            throw new IllegalArgumentException(name + " takes one word");
        }
        if (name.equalsIgnoreCase("$ORIGIN")) {
            origin = name(words.get(1));
        } else if (name.equalsIgnoreCase("$TTL")) {
            defaultTtl = RecordDataText.seconds(words.get(1));
        } else {
            throw new IllegalArgumentException("unknown directive " + name);
        }
    }

    private void record(ZoneWords.Entry entry) {
        List<String> words = entry.words();
        int at = 0;
        if (!entry.startsBlank()) {
            owner = name(words.get(at++));
        }
        DomainName name = owner;
        if (name == null) {
            throw new IllegalArgumentException("the first record has no owner");
        }
        int ttl = -1;
        boolean classSeen = false;
        // TTL and class may stand in either order, and both may be missing.
        while (at < words.size()) {
            String word = words.get(at);
            if (ttl < 0 && RecordDataText.looksLikeSeconds(word)) {
                ttl = RecordDataText.seconds(word);
            } else if (!classSeen && RecordClass.isMnemonic(word) && !RecordType.isMnemonic(word)) {
                if (!RecordClass.of(word).equals(RecordClass.IN)) {
                    throw new IllegalArgumentException("only class IN is served: " + word);
                }
                classSeen = true;
            } else {
                break;
            }
            at++;
        }
        if (at == words.size()) {
            throw new IllegalArgumentException("no record type");
        }
        RecordType type = RecordType.of(words.get(at++));
        if (type.isMeta()) {
            throw new IllegalArgumentException(type + " cannot stand in a zone");
        }
        RecordData data = RecordDataText.parse(type, words.subList(at, words.size()), origin);
        records.add(new ResourceRecord(name, RecordClass.IN, ttl(ttl, data), data));
        lines.add(entry.line());
    }

    /** Its own, else $TTL's, else that of the record before (RFC 1035 §5.1), else the SOA's minimum. */
    private int ttl(int own, RecordData data) {
        int ttl = own;
        if (ttl < 0) {
            ttl = defaultTtl >= 0 ? defaultTtl : lastTtl;
        }
        if (ttl < 0 && data instanceof RecordData.Soa soa) {
            ttl = soa.minimumSeconds();
        }
        if (ttl < 0) {
            throw new IllegalArgumentException("no TTL: neither here nor by $TTL");
        }
        lastTtl = ttl;
        return ttl;
    }

    private DomainName name(String word) {
        return word.equals("@") ? origin : DomainName.of(word, origin);
    }
}
