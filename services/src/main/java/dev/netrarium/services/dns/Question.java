package dev.netrarium.services.dns;

/** What a message asks for (RFC 1035 §4.1.2). */
public record Question(DomainName name, RecordType type, RecordClass recordClass) {
    /** A question of class IN. */
    public static Question of(String name, RecordType type) {
        return new Question(DomainName.of(name), type, RecordClass.IN);
    }

    @Override
    public String toString() {
        return name + " " + (recordClass.equals(RecordClass.IN) ? "" : recordClass + " ") + type;
    }
}
