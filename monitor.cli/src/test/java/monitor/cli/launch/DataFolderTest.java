package monitor.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path folder;

  @Test
  void refusesASecondHolderAndNamesTheFirst() throws Exception {
    try (DataFolder first = DataFolder.open(folder)) {
      assertThat(first.root()).isEqualTo(folder);
      assertThatExceptionOfType(LaunchException.class)
          .isThrownBy(() -> DataFolder.open(folder))
          .withMessageContaining(folder.toString())
          .withMessageContaining("process " + ProcessHandle.current().pid());
    }
    DataFolder.open(folder).close();
  }

  /** Also what a version before, or somebody, left open. */
  @Test
  void keepsWhatWasCollectedForItsOwner() throws Exception {
    Path journal = Files.createDirectories(folder.resolve("journal"));
    Files.setPosixFilePermissions(journal, PosixFilePermissions.fromString("rwxr-xr-x"));
    DataFolder.open(folder).close();
    for (String each : List.of("journal", "logs", "state", "config", "deployer", "cache", "tmp")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(each))))
          .as(each)
          .isEqualTo("rwx------");
    }
  }

  @Test
  void notesThatItRunsUntilItStoppedOnPurpose() throws Exception {
    try (DataFolder held = DataFolder.open(folder)) {
      held.markRunning();
      assertThat(folder.resolve("run/running"))
          .hasContent(Long.toString(ProcessHandle.current().pid()));
      held.markStopped();
      assertThat(folder.resolve("run/running")).doesNotExist();
    }
  }

  @Test
  void saysThatAFolderCannotBeUsed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatExceptionOfType(LaunchException.class)
        .isThrownBy(() -> DataFolder.open(file.resolve("data")))
        .withMessageContaining("Cannot use the data folder");
  }
}
