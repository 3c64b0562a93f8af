package monitor.deployer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import monitor.deployer.verify.PluginJar;

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
    // Noted before anything is written: what a failure half-way leaves is ours to delete.
    if (!store.keeps(change.candidate())) {
      change.bringsJar();
    }
    change.jars(old, store.keep(change.candidate()));
    Path staged = change.request().staged();
    if (staged != null) {
      Files.deleteIfExists(staged);
    }
    return before == null ? "kept" : "kept beside " + before.version();
  }

  /** What was kept before, or was in force, stays: it is a way back. */
  @Override
  public void undo(Change change) throws IOException {
    PluginRecord known = change.recordBefore();
    PluginJar jar = change.candidate();
    if (change.broughtJar() && (known == null || !known.accepted(jar))) {
      store.drop(jar);
    }
  }
}
