package collector.logs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import collector.logs.LineBlock.Lines;
import java.nio.ByteBuffer;
import java.util.List;
import monitor.api.event.Attributes;
import monitor.api.event.LogLine;
import monitor.api.source.EventStream;
import org.junit.jupiter.api.Test;

class LineBlockTest {
  private static final int MAX = 10;

  private static Lines cut(byte[] bytes, boolean skipping) {
    return new LineBlock(LineRules.plain(MAX))
        .cut(ByteBuffer.wrap(bytes), 0, bytes.length, skipping, false, 1, Attributes.EMPTY);
  }

  private static Lines cut(String text) {
    return cut(text.getBytes(UTF_8), false);
  }

  private static List<String> bodies(Lines lines) {
    return lines.events().stream().map(LogFolder::text).toList();
  }

  private static LogLine only(Lines lines) {
    return LogFolder.line(lines.events().getFirst());
  }

  @Test
  void takesCompleteLinesAndLeavesTheRest() {
    Lines lines = cut("one\r\n\ntwo\nthr");
    assertThat(bodies(lines)).containsExactly("one", "", "two");
    assertThat(lines.consumed()).isEqualTo(10);
    assertThat(lines.all()).isTrue();
  }

  @Test
  void keepsNulsLoneCarriageReturnsAndWhatIsNotUtf8() {
    byte[] bytes = "a\0b\rc\u00e9\n".getBytes(ISO_8859_1);
    LogLine line = only(cut(bytes, false));
    assertThat(line.body().toByteArray()).isEqualTo("a\0b\rc\u00e9".getBytes(ISO_8859_1));
    assertThat(line.body().isUtf8()).isFalse();
  }

  @Test
  void cutsALongLineOnceWhetherItsEndIsSeenOrNot() {
    LogLine seen = only(cut("0123456789X\n"));
    assertThat(seen.cut()).isTrue();
    assertThat(seen.body()).hasToString("0123456789");
    Lines unseen = cut("0123456789XY");
    assertThat(only(unseen)).isEqualTo(seen);
    assertThat(unseen.skipping()).isTrue();
    assertThat(unseen.consumed()).isEqualTo(12);
  }

  @Test
  void doesNotCutALineOfJustTheLimit() {
    assertThat(only(cut("0123456789\r\n")).cut()).isFalse();
    assertThat(cut("0123456789\r").events()).isEmpty();
    assertThat(only(cut("0123456789\rX")).cut()).isTrue();
  }

  @Test
  void doesNotSplitACharacter() {
    assertThat(only(cut("12345678\u20ac\n")).body()).hasToString("12345678");
    assertThat(only(cut("1234567\u20acX\n")).body()).hasToString("1234567\u20ac");
    assertThat(only(cut("123456789\u00e9\n")).body()).hasToString("123456789");
  }

  @Test
  void skipsTheRestOfALineThatWasCut() {
    Lines inside = cut("still the same".getBytes(UTF_8), true);
    assertThat(inside.events()).isEmpty();
    assertThat(inside.skipping()).isTrue();
    Lines end = cut("end\nnext\npart".getBytes(UTF_8), true);
    assertThat(bodies(end)).containsExactly("next");
    assertThat(end.consumed()).isEqualTo(9);
    Lines only = cut("end\npart".getBytes(UTF_8), true);
    assertThat(only.consumed()).isEqualTo(4);
    assertThat(only.skipping()).isFalse();
  }

  @Test
  void takesNoMoreLinesThanFitInAUnit() {
    Lines lines = cut("\n".repeat(EventStream.MAX_EVENTS + 5));
    assertThat(lines.events()).hasSize(EventStream.MAX_EVENTS);
    assertThat(lines.consumed()).isEqualTo(EventStream.MAX_EVENTS);
    assertThat(lines.all()).isFalse();
    Attributes large = Attributes.of("path", "x".repeat(4_000));
    byte[] bytes = "\n".repeat(1_000).getBytes(UTF_8);
    Lines few =
        new LineBlock(LineRules.plain(MAX))
            .cut(ByteBuffer.wrap(bytes), 0, 1_000, false, false, 1, large);
    assertThat(few.events().size() * 12_000L).isLessThan(EventStream.MAX_BYTES);
    assertThat(few.all()).isFalse();
  }
}
