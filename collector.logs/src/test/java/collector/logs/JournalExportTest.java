package collector.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JournalExportTest {
  private static final int LIMIT = 64;
  private static final int ROUNDS = 20_000;

  private final long seed = Long.getLong("tests.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private static void field(ByteArrayOutputStream out, String name, byte[] value, boolean binary) {
    out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    if (binary) {
      out.write('\n');
      out.writeBytes(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value.length).array());
    } else {
      out.write('=');
    }
    out.writeBytes(value);
    out.write('\n');
  }

  /** Messages, and the entries that carry them; what is no line of text comes with its length. */
  private byte[] export(List<byte[]> messages) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      field(out, "__CURSOR", "s=1;i=2".getBytes(StandardCharsets.US_ASCII), false);
      boolean text = new String(message, StandardCharsets.ISO_8859_1).indexOf('\n') < 0;
      field(out, "MESSAGE", message, !text || random.nextBoolean());
      out.write('\n');
    }
    return out.toByteArray();
  }

  private List<byte[]> messages() {
    List<byte[]> messages = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      byte[] message = new byte[random.nextInt(2 * LIMIT)];
      random.nextBytes(message);
      messages.add(message);
    }
    return messages;
  }

  @Test
  void readsMessagesOfAnyBytesUpToTheLimit() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      List<byte[]> messages = messages();
      JournalExport export = new JournalExport(new ByteArrayInputStream(export(messages)), LIMIT);
      for (byte[] message : messages) {
        JournalEntry entry = export.next();
        assertThat(entry).as("seed %d", seed).isNotNull();
        assertThat(entry.fields().get("MESSAGE"))
            .as("seed %d", seed)
            .isEqualTo(Arrays.copyOf(message, Math.min(LIMIT, message.length)));
        assertThat(entry.cut()).as("seed %d", seed).isEqualTo(message.length > LIMIT);
      }
      assertThat(export.next()).as("seed %d", seed).isNull();
    }
  }

  /** What is damaged ends, or is refused as what the declared error says; it takes no memory. */
  @Test
  void answersAnyDamageWithOneKindOfError() {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = export(messages());
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      JournalExport export = new JournalExport(new ByteArrayInputStream(bytes), LIMIT);
      try {
        for (JournalEntry entry = export.next(); entry != null; entry = export.next()) {
          assertThat(entry.fields().values()).allMatch(value -> value.length <= 4096);
          assertThat(entry.event()).as("seed %d", seed).isNotNull();
        }
      } catch (IOException e) {
        assertThat(e).as("seed %d", seed).hasMessageMatching(".+");
      }
    }
  }
}
