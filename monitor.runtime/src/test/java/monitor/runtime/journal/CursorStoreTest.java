package monitor.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Quiet.class)
class CursorStoreTest {
  private static final byte[] STATE = {1, 2, 3};

  @TempDir Path folder;

  @Test
  void returnsWhatWasSavedLast() throws Exception {
    try (Journal journal = open()) {
      journal.cursors().save("sink.postgres", new byte[0]);
      journal.cursors().save("sink.postgres", STATE);
    }
    try (Journal journal = open()) {
      assertThat(journal.cursors().load("sink.postgres").orElseThrow()).isEqualTo(STATE);
      assertThat(journal.cursors().load("other")).isEqualTo(Optional.empty());
    }
  }

  @Test
  void takesAnyName() throws Exception {
    List<String> names =
        Stream.of("../../etc/passwd", "a/b", "", "..", "ü", "a b", "A", "a", "x".repeat(5_000))
            .sorted()
            .toList();
    try (Journal journal = open()) {
      for (String name : names) {
        journal.cursors().save(name, name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
      assertThat(journal.cursors().names()).isEqualTo(names);
      for (String name : names) {
        assertThat(journal.cursors().load(name).orElseThrow()).asString().isEqualTo(name);
      }
    }
    try (Stream<Path> files = Files.list(folder.resolve("cursors"))) {
      assertThat(files).hasSize(names.size());
    }
  }

  @Test
  void forgetsWhatIsDeleted() throws Exception {
    try (Journal journal = open()) {
      journal.cursors().save("a", STATE);
      journal.cursors().delete("a");
      journal.cursors().delete("a");
      assertThat(journal.cursors().names()).isEmpty();
    }
  }

  @Test
  void reportsDamagedCursorAndGoesOnWithoutIt() throws Exception {
    try (Journal journal = open()) {
      journal.cursors().save("a", STATE);
      journal.cursors().save("b", STATE);
    }
    Path file = folder.resolve("cursors").resolve("a.cursor");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    try (Journal journal = open()) {
      assertThat(journal.cursors().load("a")).isEmpty();
      assertThat(journal.cursors().names()).containsExactly("b");
      assertThat(journal.damages()).hasSize(1);
    }
    try (Stream<Path> files = Files.list(folder.resolve("quarantine"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void refusesSecondProcessOnTheSameFolder() throws Exception {
    try (Journal journal = open()) {
      assertThat(journal.damages()).isEmpty();
      assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("in use");
    }
  }

  private Journal open() throws IOException {
    return Journal.open(JournalSettings.in(folder).freeFloorBytes(0).build());
  }
}
