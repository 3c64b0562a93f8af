package monitor.deployer;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;
import monitor.api.operation.Deployment;
import monitor.deployer.PluginRecord.Entry;
import monitor.deployer.verify.PluginJar;

/** Writes the decision; from then on a restart brings the new state. */
final class CommitStep implements Step {
  private final PluginStore store;
  private final InstantSource clock;

  CommitStep(PluginStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "commit";
  }

  @Override
  public String run(Change change) throws IOException {
    PluginRecord after = change.recordAfter();
    if (after == null) {
      store.forget(change.plugin());
      return "forgotten";
    }
    PluginRecord noted = after.withEntry(entry(change, after));
    store.write(noted);
    store.prune(noted);
    return "in force";
  }

  private Entry entry(Change change, PluginRecord after) {
    Deployment deployment = change.progress().now();
    PluginJar jar = change.after();
    return new Entry(
        deployment.id(),
        after.version(),
        jar == null ? "" : jar.sha256(),
        clock.instant(),
        deployment.requestedBy(),
        deployment.why(),
        deployment.action().name().toLowerCase(Locale.ROOT));
  }
}
