package dev.netrarium.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.netrarium.internet.story.StoryEvent;
import dev.netrarium.internet.story.Summary;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** A story as JSON lines: one object an event, and a last one {@code {"summary":…}}, with {@code "again"} for a second visit. */
final class StoryJson {
    private final ObjectMapper mapper = new ObjectMapper();

    String line(StoryEvent event) {
        ObjectNode node = mapper.createObjectNode();
        node.put("t_us", micros(event.atNanos()));
        node.put("visit", event.visit());
        node.put("host", event.host());
        node.put("layer", event.layer().word());
        node.put("event", event.event());
        node.put("text", event.text());
        node.put("why", event.why());
        event.details().forEach((name, value) -> {
            if (!node.has(name)) {
                node.set(name, mapper.valueToTree(value));
            }
        });
        return print(node);
    }

    String line(List<Summary> summaries) {
        ObjectNode node = mapper.createObjectNode();
        node.set("summary", tree(summaries.getFirst()));
        if (summaries.size() > 1) {
            node.set("again", tree(summaries.getLast()));
        }
        return print(node);
    }

    private ObjectNode tree(Summary s) {
        ObjectNode node = mapper.createObjectNode();
        node.put("status", s.status());
        if (s.failure() != null) {
            node.put("failure", s.failure());
        }
        node.put("contentBytes", s.contentBytes());
        node.put("dns_us", micros(s.dnsNanos()));
        node.put("connect_us", micros(s.connectNanos()));
        node.put("firstByte_us", micros(s.firstByteNanos()));
        node.put("total_us", micros(s.totalNanos()));
        node.put("packets", s.packets());
        node.put("bytes", s.bytes());
        node.put("lost", s.lost());
        node.put("retransmissions", s.retransmissions());
        node.put("traceHash", s.traceHash());
        return node;
    }

    private static BigDecimal micros(long nanos) {
        return BigDecimal.valueOf(nanos)
                .divide(BigDecimal.valueOf(1000), 3, RoundingMode.UNNECESSARY)
                .stripTrailingZeros();
    }

    private String print(ObjectNode node) {
        try {
            return mapper.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of strings and numbers could not be printed", e);
        }
    }
}
