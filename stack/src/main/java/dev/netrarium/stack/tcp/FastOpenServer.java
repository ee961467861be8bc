package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Mib;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.wire.TcpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Fast Open as a server (RFC 7413 §4.2): a SYN with a good cookie is a connection at once, whose data the program gets
 * before the handshake is over, and which may answer. Which cookies are good is {@link FastOpenKeys}' matter.
 */
final class FastOpenServer {
    /** Bits of {@code tcp_fastopen}. */
    private static final int ENABLED = 2;

    private static final int WITHOUT_COOKIE = 0x200;
    private static final int EVERY_LISTENER = 0x400;

    private final Tcp tcp;

    /** Used while {@code tcp_fastopen_key} is empty. */
    private final FastOpenKeys ownKeys;

    FastOpenServer(Tcp tcp, RandomStream secrets) {
        this.tcp = tcp;
        this.ownKeys = new FastOpenKeys(secrets.nextLong(), secrets.nextLong(), false, 0, 0);
    }

    /**
     * A SYN came for which there is room.
     *
     * @param half what is known of it; a cookie for the client is put into it where no connection is made
     * @return the connection, if the SYN opens one; else the SYN takes the long way
     */
    @Nullable TcpConnection tryOpen(long now, TcpListener listener, HalfOpen half, Segment syn) {
        FastOpenCookie told = syn.fastOpenCookie();
        boolean data = syn.dataLength > 0;
        if (told == null && !data) {
            return null;
        }
        if (told != null && told.isRequest()) {
            tcp.counters.add(Mib.TCP_FAST_OPEN_COOKIES_REQUESTED);
        }
        int limit = limit(listener);
        if (limit == 0) {
            return null;
        }
        if (!listener.fastOpenQueue.hasRoom(now, limit)) {
            tcp.counters.add(Mib.TCP_FAST_OPEN_LISTEN_OVERFLOWS);
            return null;
        }
        FastOpenSettings settings = listener.settings().fastOpen();
        if ((tcp.config().fastopen() & WITHOUT_COOKIE) != 0 || settings.withoutCookie()) {
            return open(now, listener, half, syn, null);
        }
        if (told == null) {
            return null;
        }
        FastOpenKeys keys = keys(settings);
        long right = keys.cookie(half.tuple());
        FastOpenCookie fresh = FastOpenCookie.of(right, told.experimental());
        if (told.is(right)) {
            return open(now, listener, half, syn, null);
        }
        if (keys.hasOlder() && told.is(keys.olderCookie(half.tuple()))) {
            tcp.counters.add(Mib.TCP_FAST_OPEN_PASSIVE_OTHER_KEY);
            return open(now, listener, half, syn, fresh);
        }
        if (!told.isRequest()) {
            tcp.counters.add(Mib.TCP_FAST_OPEN_PASSIVE_FAIL);
        }
        half.cookieToTell = fresh;
        return null;
    }

    private int limit(TcpListener listener) {
        int bits = tcp.config().fastopen();
        if ((bits & ENABLED) == 0) {
            return 0;
        }
        int own = listener.settings().fastOpen().queue();
        int limit = own == 0 && (bits & EVERY_LISTENER) != 0 ? listener.backlog() : own;
        return Math.min(limit, tcp.mostBacklog());
    }

    private FastOpenKeys keys(FastOpenSettings settings) {
        FastOpenKeys own = settings.keys();
        if (own != null) {
            return own;
        }
        return tcp.config().fastopenKey().isBlank() ? ownKeys : tcp.fastOpenKeys();
    }

    private TcpConnection open(
            long now, TcpListener listener, HalfOpen half, Segment syn, @Nullable FastOpenCookie fresh) {
        tcp.counters.add(Mib.TCP_FAST_OPEN_PASSIVE);
        TcpConnection child = tcp.passiveOpen(now, half, listener);
        FastOpenUse use = FastOpenUse.ofChild(listener.fastOpenQueue);
        listener.fastOpenQueue.enter();
        child.fastOpen = use;
        use.option = fresh;
        use.dataTaken = syn.dataLength > 0;
        child.sender.updateWindow(syn, syn.window);
        child.sender.established(now, 0);
        syn.flags &= ~TcpHeader.SYN;
        syn.sequence++;
        child.receiver.segmentsIn++;
        child.receiver.text(now, syn);
        child.owedToPacket(syn.packetId, "answers the SYN");
        tcp.output.synAck(now, child);
        child.sender.armRetransmission(now);
        child.refresh();
        return child;
    }
}
