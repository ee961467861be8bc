package dev.netrarium.drill.packet;

import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.SequenceNumber;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a script talks about, and how its numbers are counted there and on the wire.
 *
 * <p>Packets with SYN carry sequence numbers as they are, all others count from the first one. The remote's first number
 * is the script's; the host chooses its own, which is learnt from its SYN. Timestamps of the host are chosen by it too:
 * each that a script writes stands for the one that was seen in its place.
 */
public final class Conversation {
    /** Timestamps remembered of one connection; a script that needs more is no script. */
    private static final int MOST_TIMESTAMPS = 100_000;

    private final IpAddress local;
    private final IpAddress remote;
    private int localPort;
    private int remotePort;
    private int localFirst;
    private int localFirstInScript;
    private int remoteFirst;
    private boolean hasRemoteFirst;
    private int lastRemoteSyn;
    private final Map<Integer, Integer> liveTimestamps = new TreeMap<>();
    private boolean hasTimestamp;
    private int firstTimestamp;
    private int firstTimestampInScript;

    /**
     * @param local the host's address
     * @param localPort 0 while it is not known
     */
    public Conversation(IpAddress local, int localPort, IpAddress remote, int remotePort) {
        this.local = local;
        this.localPort = localPort;
        this.remote = remote;
        this.remotePort = remotePort;
    }

    public IpFamily family() {
        return local.family();
    }

    public IpAddress local() {
        return local;
    }

    public IpAddress remote() {
        return remote;
    }

    public int localPort() {
        return localPort;
    }

    public int remotePort() {
        return remotePort;
    }

    /** The port that the host chose. */
    public void localPort(int port) {
        localPort = port;
    }

    /** True when packets between these ports are this connection's. */
    public boolean isBetween(int hostPort, int peerPort) {
        return hostPort == localPort && peerPort == remotePort;
    }

    /** The host's SYN, or the answer to a new one: numbers count from here. */
    void learnLocalFirst(int live, int inScript) {
        localFirst = live;
        localFirstInScript = inScript;
    }

    /** The remote's SYN: its numbers count from there if they do not yet, or if the host answers it. */
    void remoteSyn(int sequence) {
        lastRemoteSyn = sequence;
        if (!hasRemoteFirst) {
            remoteFirst = sequence;
            hasRemoteFirst = true;
        }
    }

    /** The host has answered the remote's SYN. What it acknowledges says less: a SYN may carry data. */
    void remoteSynAnswered() {
        remoteFirst = lastRemoteSyn;
    }

    int localToLive(long inScript, boolean isSyn) {
        return (int) inScript + localOffset(isSyn);
    }

    int localToScript(int live, boolean isSyn) {
        return live - localOffset(isSyn);
    }

    int remoteToLive(long inScript, boolean isSyn) {
        return (int) inScript + (isSyn ? 0 : remoteFirst);
    }

    int remoteToScript(int live, boolean isSyn) {
        return live - (isSyn ? 0 : remoteFirst);
    }

    private int localOffset(boolean isSyn) {
        return isSyn ? localFirst - localFirstInScript : localFirst;
    }

    /** A packet of the host bears this timestamp where the script has that one. */
    void learnTimestamp(int live, int inScript) {
        if (!hasTimestamp) {
            hasTimestamp = true;
            firstTimestamp = live;
            firstTimestampInScript = inScript;
        }
        if (liveTimestamps.size() < MOST_TIMESTAMPS) {
            liveTimestamps.put(inScript, live);
        }
    }

    /** What a timestamp of the host would be in the script, if both clocks ran alike. */
    int timestampToScript(int live) {
        return hasTimestamp ? firstTimestampInScript + (live - firstTimestamp) : live;
    }

    /**
     * The timestamp to echo for one that the script writes; null when no packet of the host bore it.
     *
     * @param scaled whether to reckon it from the first, when it was not seen
     */
    @Nullable Integer timestampToLive(int inScript, boolean scaled) {
        Integer seen = liveTimestamps.get(inScript);
        if (seen != null || !scaled || !hasTimestamp) {
            return seen;
        }
        return firstTimestamp + (inScript - firstTimestampInScript);
    }

    @Override
    public String toString() {
        return local + " port " + localPort + " with " + remote + " port " + remotePort + ", first number "
                + SequenceNumber.toString(localFirst);
    }
}
