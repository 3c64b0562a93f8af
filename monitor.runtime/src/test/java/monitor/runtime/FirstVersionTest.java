package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import monitor.api.event.Kind;
import monitor.api.source.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first version has written is read for ever. */
class FirstVersionTest {
  @TempDir Path data;

  @Test
  void opensAndDrainsAJournalOfTheFirstVersion() throws Exception {
    FirstVersion.copy(FirstVersion.KEPT.resolve("data"), data);
    CompletableFuture<Map<String, Position>> positions = new CompletableFuture<>();
    Texts texts = new Texts();
    try (Monitor monitor = FirstVersion.builder(data).build()) {
      monitor.register(SinkSpec.essential(FirstVersion.SINK), texts);
      monitor.register(
          FirstVersion.LINES, context -> positions.complete(context.stream(Kind.LOG).positions()));
      assertThat(positions.get(30, TimeUnit.SECONDS))
          .isEqualTo(Map.of("file", new Position("file", 3, "offset GZIP")));
      String expected = FirstVersion.expected();
      Await.until(() -> texts.text().length() >= expected.length());
      assertThat(texts.text()).isEqualTo(expected);
      Await.until(() -> FirstVersion.isDone(monitor));
      assertThat(monitor.view().journal().epoch()).startsWith("1-");
    }
  }
}
