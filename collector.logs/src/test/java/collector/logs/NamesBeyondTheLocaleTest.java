package collector.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Names of files that have bytes for which the locale has no character. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class NamesBeyondTheLocaleTest {
  @TempDir private Path folder;

  /** The e with an acute accent in UTF-8, whatever the locale of this process. */
  private Path file(String suffix) {
    return Path.of(URI.create(folder.toUri() + "caf%C3%A9.log" + suffix));
  }

  private void append(String text) throws IOException {
    Files.writeString(file(""), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private SourceProcess withoutLocale() throws IOException {
    return new SourceProcess(folder, "*.log*", "sh", "-c", "LC_ALL=C exec \"$@\"");
  }

  @Test
  void readsOnAfterATruncation() throws Exception {
    append("before\n");
    try (SourceProcess source = withoutLocale()) {
      source.await("line before"::equals);
      Files.writeString(file(""), "after\n");
      source.await("line after"::equals);
      assertThat(source.lines()).containsExactly("before", "after");
    }
  }

  @Test
  void readsACopyOnWhereTheOriginalHadBeenReadTo() throws Exception {
    append("first\n");
    try (SourceProcess source = withoutLocale()) {
      source.await("line first"::equals);
      Files.copy(file(""), file(".1"));
      Files.writeString(file(""), "");
      append("second\n");
      Files.writeString(file(".1"), "late\n", StandardOpenOption.APPEND);
      source.await("line second"::equals);
      source.await("line late"::equals);
      assertThat(source.lines()).containsExactlyInAnyOrder("first", "second", "late");
    }
  }

  @Test
  void goesOnAtItsPlaceAfterARestart() throws Exception {
    append("first\n");
    try (SourceProcess source = withoutLocale()) {
      source.await("line first"::equals);
      source.stop();
      append("second\n");
      source.start();
      source.await("line second"::equals);
      assertThat(source.lines()).containsExactly("first", "second");
    }
  }

  @Test
  void findsTheRestOfAFileThatWasRotatedWhileItWasDown() throws Exception {
    append("first\n");
    try (SourceProcess source = withoutLocale()) {
      source.await("line first"::equals);
      source.stop();
      append("second\n");
      Files.move(file(""), file(".1"), StandardCopyOption.ATOMIC_MOVE);
      append("third\n");
      source.start();
      source.await("line third"::equals);
      assertThat(source.lines()).containsExactly("first", "second", "third");
    }
  }
}
