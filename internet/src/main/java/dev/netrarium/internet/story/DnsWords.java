package dev.netrarium.internet.story;

import dev.netrarium.services.dns.DnsMessage;
import dev.netrarium.services.dns.MalformedDnsException;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.ResponseCode;
import dev.netrarium.wire.UdpHeader;

/** Says in a few words what a DNS message in a UDP datagram is. */
final class DnsWords {
    private DnsWords() {}

    static String label(FrameFacts frame) {
        int at = frame.transport() + UdpHeader.BYTES;
        try {
            DnsMessage message = DnsMessage.parse(frame.bytes(), at, frame.end() - at);
            Question question =
                    message.questions().isEmpty() ? null : message.questions().getFirst();
            String asked = question == null ? "nothing" : question.type() + " " + question.name();
            if (!message.header().isResponse()) {
                return "DNS " + asked + "?";
            }
            if (message.header().truncated()) {
                return "DNS " + asked + ": cut, ask by TCP";
            }
            ResponseCode code = message.header().responseCode();
            if (!code.equals(ResponseCode.NOERROR)) {
                return "DNS " + code;
            }
            return message.answers().isEmpty()
                    ? "DNS referral"
                    : "DNS " + message.answers().getLast().data();
        } catch (MalformedDnsException e) {
            return "DNS, malformed";
        }
    }
}
