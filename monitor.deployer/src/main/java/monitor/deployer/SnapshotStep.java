package monitor.deployer;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import monitor.deployer.verify.PluginJar;
import org.jspecify.annotations.Nullable;

/** Keeps both jars, so that either can be put in force from now on. */
final class SnapshotStep implements Step {
  private final PluginStore store;

  SnapshotStep(PluginStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "snapshot";
  }

  @Override
  public String run(Change change) throws IOException {
    PluginJar before = change.before();
    PluginJar old = before == null ? null : store.keep(before);
    change.jars(old, store.keep(change.candidate()));
    Files.deleteIfExists(Objects.requireNonNull(change.request().staged()));
    return before == null ? "kept" : "kept beside " + before.version();
  }

  @Override
  public void undo(Change change) throws IOException {
    if (!sameVersion(change.before(), change.candidate())) {
      store.drop(change.candidate());
    }
  }

  private static boolean sameVersion(@Nullable PluginJar before, PluginJar after) {
    return before != null && before.version().equals(after.version());
  }
}
