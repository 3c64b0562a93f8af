package monitor.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import monitor.api.delivery.Codec;
import org.junit.jupiter.api.Test;

/** In a process of its own, since a library is loaded once and for all. */
class UnusableLibraryTest {
  private static final int SECONDS = 60;

  /** Tells which codec it would use, and whether it inflates what that made. */
  static final class Trial {
    public static void main(String[] arguments) throws Exception {
      Compression compression = new Compression();
      byte[] text = "a text that is compressed".getBytes(StandardCharsets.UTF_8);
      Codec first = compression.usable(Codec.ZSTD);
      Codec again = compression.usable(Codec.ZSTD);
      byte[] small = compression.deflate(again, text, text.length);
      boolean equal = Arrays.equals(text, Compression.inflate(again, small, text.length));
      System.out.println(first + " " + again + " " + equal);
    }
  }

  private static List<String> lines(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Trial.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    return text.lines().toList();
  }

  @Test
  void compressesWithGzipAndSaysSo() throws Exception {
    List<String> lines = lines("-DZstdNativePath=/nowhere/libzstd.so");
    assertThat(lines).last().isEqualTo("GZIP GZIP true");
    assertThat(lines).anyMatch(line -> line.contains("as ZSTD cannot be used"));
  }

  @Test
  void usesALibraryThatIsThere() throws Exception {
    assertThat(lines()).last().isEqualTo("ZSTD ZSTD true");
  }
}
