package dev.netrarium.services.dns;

/** What carries a message. */
public enum Transport {
    UDP,
    TCP
}
