package monitor.deployer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Deletes the file of a removed plugin from the drop folder, so that it does not come back. */
final class DropFileStep implements Step {
  private final Path folder;

  DropFileStep(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "clear";
  }

  @Override
  public String run(Change change) throws IOException {
    PluginRecord before = change.recordBefore();
    if (change.request().origin() == Origin.DROPPED) {
      return "the drop folder asked: what lies there now is not ours";
    }
    if (before == null || before.file() == null) {
      return "it did not come from the drop folder";
    }
    return Files.deleteIfExists(folder.resolve(before.file()))
        ? "deleted %s from the drop folder".formatted(before.file())
        : "%s is gone from the drop folder".formatted(before.file());
  }
}
