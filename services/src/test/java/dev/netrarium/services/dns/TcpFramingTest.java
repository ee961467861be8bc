package dev.netrarium.services.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TcpFramingTest {
    @Test
    void messagesComeBackFromPiecesOfAnySize() {
        Random random = new Random(7766);
        List<byte[]> sent = new ArrayList<>();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int length : new int[] {0, 1, 12, 511, 512, 513, 4096, 65535, 3}) {
            byte[] message = new byte[length];
            random.nextBytes(message);
            sent.add(message);
            stream.writeBytes(TcpFraming.frame(message));
        }
        byte[] bytes = stream.toByteArray();
        TcpFraming in = new TcpFraming();
        List<byte[]> received = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            at += in.receive(bytes, at, Math.min(1 + random.nextInt(700), bytes.length - at));
            byte[] message = in.poll();
            if (message != null) {
                received.add(message);
            }
        }
        assertThat(received)
                .usingElementComparator((a, b) -> java.util.Arrays.compare(a, b))
                .isEqualTo(sent);
        assertThat(in.isPartial()).isFalse();
    }

    @Test
    void takesNoMoreThanOneMessage() {
        TcpFraming in = new TcpFraming();
        byte[] two = {0, 1, 9, 0, 1, 8};
        assertThat(in.receive(two, 0, 6)).isEqualTo(3);
        assertThat(in.receive(two, 3, 3)).isZero();
        assertThat(in.poll()).containsExactly(9);
        assertThat(in.receive(two, 3, 3)).isEqualTo(3);
        assertThat(in.poll()).containsExactly(8);
        assertThat(in.poll()).isNull();
    }

    @Test
    void aMessageTooLongForItsLengthFieldIsRefused() {
        assertThatThrownBy(() -> TcpFraming.frame(new byte[65536])).isInstanceOf(IllegalArgumentException.class);
    }
}
