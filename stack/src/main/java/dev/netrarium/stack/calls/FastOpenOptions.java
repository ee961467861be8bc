package dev.netrarium.stack.calls;

import dev.netrarium.stack.Errno;
import dev.netrarium.stack.tcp.FastOpenKeys;
import dev.netrarium.stack.tcp.FastOpenSettings;
import dev.netrarium.stack.tcp.Tcp;
import org.jspecify.annotations.Nullable;

/** TCP_FASTOPEN and its kin: which values they take, and when (tcp(7)). */
final class FastOpenOptions {
    /** A key, as numbers of four bytes each. */
    private static final int KEY_NUMBERS = 4;

    private FastOpenOptions() {}

    static boolean isOne(int name) {
        return switch (name) {
            case SocketConstants.TCP_FASTOPEN,
                    SocketConstants.TCP_FASTOPEN_CONNECT,
                    SocketConstants.TCP_FASTOPEN_KEY,
                    SocketConstants.TCP_FASTOPEN_NO_COOKIE -> true;
            default -> false;
        };
    }

    /**
     * What speaks against setting an option; null for nothing.
     *
     * @param used the socket is past the state in which it may be set
     */
    static @Nullable Errno problem(Tcp tcp, int name, int[] value, boolean used) {
        int v = value[0];
        if (name == SocketConstants.TCP_FASTOPEN_KEY) {
            return value.length == KEY_NUMBERS || value.length == 2 * KEY_NUMBERS ? null : Errno.EINVAL;
        }
        if (name == SocketConstants.TCP_FASTOPEN) {
            return v < 0 || used ? Errno.EINVAL : null;
        }
        if (v < 0 || v > 1) {
            return Errno.EINVAL;
        }
        if (name == SocketConstants.TCP_FASTOPEN_CONNECT && !tcp.isFastOpenClient()) {
            return Errno.EOPNOTSUPP;
        }
        return used ? Errno.EINVAL : null;
    }

    static FastOpenSettings set(FastOpenSettings s, int name, int[] value) {
        int v = value[0];
        return switch (name) {
            case SocketConstants.TCP_FASTOPEN -> s.withQueue(v);
            case SocketConstants.TCP_FASTOPEN_CONNECT -> s.withOnConnect(v != 0);
            case SocketConstants.TCP_FASTOPEN_NO_COOKIE -> s.withoutCookie(v != 0);
            default -> s.withKeys(keys(value));
        };
    }

    /** The numbers stand for their four bytes each in little-endian order. */
    private static FastOpenKeys keys(int[] value) {
        byte[] bytes = new byte[4 * value.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (value[i / 4] >>> 8 * (i % 4));
        }
        return FastOpenKeys.of(bytes);
    }
}
