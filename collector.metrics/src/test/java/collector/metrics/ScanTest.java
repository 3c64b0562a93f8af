package collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanTest {
  @TempDir Path folder;

  private Scan scan(String text) throws IOException {
    Path file = Files.write(folder.resolve("file"), text.getBytes(StandardCharsets.UTF_8));
    Scan scan = new Scan();
    scan.open(file.toString());
    return scan;
  }

  @Test
  void readsNumbersOfALineAndNotBeyond() throws IOException {
    Scan scan = scan("  12\t-3 x\n44");
    assertThat(scan.number()).isEqualTo(12);
    assertThat(scan.number()).isEqualTo(-3);
    assertThat(scan.number()).isZero();
    scan.nextLine();
    assertThat(scan.number()).isEqualTo(44);
    assertThat(scan.number()).isZero();
    assertThat(scan.hasMore()).isFalse();
  }

  @Test
  void readsDecimals() throws IOException {
    Scan scan = scan("12.25 7 .5");
    assertThat(scan.decimal()).isEqualTo(12.25);
    assertThat(scan.decimal()).isEqualTo(7);
    assertThat(scan.decimal()).isEqualTo(0.5);
  }

  @Test
  void readsWordsAndTexts() throws IOException {
    Scan scan = scan("one two: three\nfour");
    assertThat(scan.word()).isEqualTo("one");
    assertThat(scan.upTo(':')).isEqualTo("two");
    assertThat(scan.word()).isEqualTo("three");
    assertThat(scan.word()).isEmpty();
    scan.nextLine();
    assertThat(scan.rest()).isEqualTo("four");
  }

  @Test
  void readsLettersBeyondAscii() throws IOException {
    Scan scan = scan("für größer  x\nvi 文件");
    assertThat(scan.word()).isEqualTo("für");
    scan.skipWords(1);
    assertThat(scan.word()).isEqualTo("x");
    scan.nextLine();
    assertThat(scan.rest()).isEqualTo("vi 文件");
  }

  @Test
  void readsFilesOfAnySizeIntoOneBuffer() throws IOException {
    Scan scan = scan("1".repeat(100_000) + "\n7");
    scan.nextLine();
    assertThat(scan.number()).isEqualTo(7);
    scan.open(Files.writeString(folder.resolve("other"), "8").toString());
    assertThat(scan.number()).isEqualTo(8);
    assertThat(scan.hasMore()).isFalse();
  }

  @Test
  void readsNoMoreThanTold() throws IOException {
    Path file = Files.writeString(folder.resolve("arguments"), "a\0b\0" + "x".repeat(100_000));
    Scan scan = new Scan();
    scan.open(file.toString(), 6);
    assertThat(scan.rest()).isEqualTo("a b xx");
  }

  @Test
  void findsNothingInAnEmptyFile() throws IOException {
    Scan scan = scan("");
    assertThat(scan.hasMore()).isFalse();
    assertThat(scan.number()).isZero();
    assertThat(scan.word()).isEmpty();
    assertThat(scan.upToLast(')')).isEmpty();
    assertThat(scan.rest()).isEmpty();
    scan.nextLine();
  }

  @Test
  void tellsWhenThereIsNoFile() {
    assertThatThrownBy(() -> new Scan().open(folder.resolve("none").toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none");
  }
}
