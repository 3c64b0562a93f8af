package monitor.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashNoteTest {
  @TempDir Path data;

  @BeforeEach
  void crash() throws IOException {
    Files.createDirectories(data.resolve("run"));
    Files.writeString(data.resolve("run/running"), "77\n");
  }

  @Test
  void saysWhatTheSupervisorSaw() throws Exception {
    Files.writeString(
        data.resolve("run/crash.json"),
        """
        {"time":"2026-07-20T12:34:56Z","pid":77,"exit":137,"restarts":2,"lines":["one","two"]}
        """);
    assertThat(sentence().lines())
        .containsExactly(
            "Process 77 ended unexpectedly at 2026-07-20T12:34:56Z with signal 9, restart 2; what it held is recovered.",
            "  one",
            "  two");
  }

  @Test
  void saysWhatIsKnownWithoutASupervisor() throws Exception {
    String plain = "Process 77 ended unexpectedly; what it held is recovered.";
    assertThat(sentence()).isEqualTo(plain);
    Files.writeString(data.resolve("run/crash.json"), "{\"pid\":76,\"exit\":3,\"restarts\":1}");
    assertThat(sentence()).isEqualTo(plain);
    Files.writeString(data.resolve("run/crash.json"), "{\"pid\":7");
    assertThat(sentence()).isEqualTo(plain);
  }

  @Test
  void saysNothingAfterAStop() throws Exception {
    try (DataFolder folder = DataFolder.open(data)) {
      folder.markStopped();
      assertThat(folder.crashed()).isEmpty();
    }
  }

  private String sentence() throws Exception {
    try (DataFolder folder = DataFolder.open(data)) {
      return folder.crashed().orElseThrow().toString();
    }
  }
}
