package monitor.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import monitor.api.delivery.Outcome;
import monitor.api.delivery.Outcome.PartlyAccepted.Refused;
import org.junit.jupiter.api.Test;

class MessageFuzzTest {
  private static final int ROUNDS = 50_000;

  /** Nothing but the one declared error, whatever the bytes are (T18). */
  @Test
  void answersDamagedMessagesWithOneKindOfError() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<Message> samples = new ArrayList<>(Samples.all().values());
    for (int round = 0; round < ROUNDS; round++) {
      ByteBuffer encoded = Messages.encode(samples.get(random.nextInt(samples.size())));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      try {
        assertThat(Messages.decode(ByteBuffer.wrap(cut))).isNotNull();
      } catch (IOException declared) {
        assertThat(declared).hasMessageMatching("(?s).+");
      }
    }
  }

  @Test
  void isNotNestedWithoutEnd() {
    byte[] bytes = new byte[20_000];
    Arrays.fill(bytes, (byte) 0x81);
    bytes[0] = 1;
    bytes[1] = (byte) 0xbf;
    bytes[2] = 0x61;
    bytes[3] = 'a';
    assertThatThrownBy(() -> Messages.decode(ByteBuffer.wrap(bytes)))
        .isInstanceOf(IOException.class);
  }

  /** It may be a batch whose first byte was changed, which somebody waits to be told of. */
  @Test
  void doesNotPassOverATypeThatItDoesNotKnow() {
    assertThatThrownBy(() -> Messages.decode(ByteBuffer.wrap(new byte[] {99, 1, 2, 3})))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("type 99");
  }

  @Test
  void keepsTheLargestAnswerWithinItsBound() throws Exception {
    List<Refused> refused =
        IntStream.range(0, 8_192)
            .mapToObj(i -> new Refused(i, "reason " + i + " " + "x".repeat(1_000)))
            .toList();
    ByteBuffer answer =
        Messages.encode(new Message.Answer("00".repeat(32), new Outcome.PartlyAccepted(refused)));
    assertThat(answer.remaining()).isLessThan(Message.MOST_CONTROL_BYTES);
    Message.Answer read = (Message.Answer) Messages.decode(answer);
    assertThat(((Outcome.PartlyAccepted) read.outcome()).refused()).hasSize(8_192);
  }
}
