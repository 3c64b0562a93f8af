package sink.postgres.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import monitor.api.event.Text;
import org.junit.jupiter.api.Test;

final class RowBufferTest {
  private static void row(RowBuffer rows, int i) throws UnstorableException {
    rows.begin(9);
    rows.int8(i);
    rows.int4(i);
    rows.int2(i);
    rows.float8(i / 2.0);
    rows.bool(i % 2 == 0);
    rows.none();
    rows.text("text", "row " + i);
    rows.text(Text.of("body " + i));
    int at = rows.beginJson();
    rows.write('{');
    rows.write(new byte[] {'}'}, 0, 1);
    rows.endOpen(at);
    rows.end();
  }

  private static byte[] bytes(RowBuffer rows) {
    return Arrays.copyOf(rows.array(), rows.end(rows.rows() - 1));
  }

  @Test
  void writesTheSameBytesWhereverItsArrayGrows() throws Exception {
    RowBuffer roomy = new RowBuffer(1 << 20);
    for (int i = 0; i < 100; i++) {
      row(roomy, i);
    }
    byte[] expected = bytes(roomy);
    for (int capacity = 1; capacity < 200; capacity++) {
      RowBuffer tight = new RowBuffer(capacity);
      for (int i = 0; i < 100; i++) {
        row(tight, i);
      }
      assertThat(bytes(tight)).as("capacity %d", capacity).isEqualTo(expected);
    }
  }

  @Test
  void writesTheFormatOfBinaryCopy() throws Exception {
    RowBuffer rows = new RowBuffer(1);
    row(rows, 3);
    ByteBuffer read = ByteBuffer.wrap(bytes(rows));
    assertThat(read.getShort()).isEqualTo((short) 9);
    assertThat(read.getInt()).isEqualTo(8);
    assertThat(read.getLong()).isEqualTo(3);
    assertThat(read.getInt()).isEqualTo(4);
    assertThat(read.getInt()).isEqualTo(3);
    assertThat(read.getInt()).isEqualTo(2);
    assertThat(read.getShort()).isEqualTo((short) 3);
    assertThat(read.getInt()).isEqualTo(8);
    assertThat(read.getDouble()).isEqualTo(1.5);
    assertThat(read.getInt()).isEqualTo(1);
    assertThat(read.get()).isZero();
    assertThat(read.getInt()).isEqualTo(-1);
    assertThat(read.getInt()).isEqualTo("row 3".length());
  }

  @Test
  void writesASampleAsItsColumnsOneByOne() {
    RowBuffer one = new RowBuffer(1);
    one.begin(7);
    one.int8(11);
    one.time(1_790_000_000_123_456_789L);
    one.float8(2.5);
    one.int4(3);
    one.int4(4);
    one.date(5);
    one.remainder(1_790_000_000_123_456_789L);
    one.end();
    RowBuffer whole = new RowBuffer(1);
    whole.sample(11, 1_790_000_000_123_456_789L, 2.5, 3, 4, 5);
    assertThat(bytes(whole)).isEqualTo(bytes(one));
  }

  @Test
  void takesBackARowThatHasNotEnded() throws Exception {
    RowBuffer rows = new RowBuffer(16);
    row(rows, 1);
    byte[] before = bytes(rows);
    rows.begin(9);
    rows.int8(5);
    rows.undo();
    assertThat(bytes(rows)).isEqualTo(before);
    row(rows, 2);
    assertThat(rows.rows()).isEqualTo(2);
  }

  @Test
  void splitsTimesBeforeAndAfter1970() {
    RowBuffer rows = new RowBuffer(64);
    rows.time(-1);
    rows.remainder(-1);
    ByteBuffer read = ByteBuffer.wrap(rows.array());
    assertThat(read.getInt()).isEqualTo(8);
    assertThat(read.getLong()).isEqualTo(-946_684_800_000_001L);
    assertThat(read.getInt()).isEqualTo(2);
    assertThat(read.getShort()).isEqualTo((short) 999);
  }

  @Test
  void takesAsciiWithoutZerosWhereverOtherBytesAre() {
    for (int length = 0; length < 20; length++) {
      byte[] bytes = new byte[length];
      Arrays.fill(bytes, (byte) 0x7f);
      assertThat(ascii(bytes)).isTrue();
      for (int at = 0; at < length; at++) {
        for (byte other : new byte[] {0, -1, (byte) 0x80}) {
          bytes[at] = other;
          assertThat(ascii(bytes)).as("%d at %d of %d", other, at, length).isFalse();
        }
        bytes[at] = 1;
        assertThat(ascii(bytes)).isTrue();
      }
    }
  }

  private static boolean ascii(byte[] bytes) {
    RowBuffer buffer = new RowBuffer(4);
    boolean taken = buffer.ascii(Text.slice(bytes, 0, bytes.length));
    buffer.end();
    assertThat(buffer.end(0)).isEqualTo(taken ? 4 + bytes.length : 0);
    return taken;
  }
}
