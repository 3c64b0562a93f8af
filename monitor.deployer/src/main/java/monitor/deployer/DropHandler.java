package monitor.deployer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.State;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the deployer for what came into the drop folder and what went, and notes the answer. */
final class DropHandler {
  private static final Logger LOG = LoggerFactory.getLogger(DropHandler.class);

  /** Steps that may succeed later because another plugin changed. */
  private static final Set<String> DEPEND_ON_OTHERS = Set.of("resolve", "start", "trial");

  private final Path folder;
  private final DropMemory memory;
  private final PluginDeployer deployer;

  DropHandler(Path folder, DropMemory memory, PluginDeployer deployer) {
    this.folder = folder;
    this.memory = memory;
    this.deployer = deployer;
  }

  /** Whether exactly this file was dealt with. */
  boolean knows(String name, DroppedFile now) {
    return memory.get(name).filter(handled -> handled.look().equals(now)).isPresent();
  }

  /** A complete file came, or another one in its place. */
  void arrived(String name, DroppedFile look) throws IOException, InterruptedException {
    Path file = folder.resolve(name);
    Deployment end;
    try (InputStream in = Files.newInputStream(file)) {
      end = await(deployer.installDropped(in, name));
    } catch (IOException e) {
      LOG.warn("{} was not installed, as it cannot be read.", file, e);
      RejectionNote.write(file, "it cannot be read: " + e.getMessage());
      memory.put(name, new Handled(look, name, false, false));
      return;
    }
    if (end.state() == State.COMMITTED) {
      RejectionNote.clear(file);
    } else {
      RejectionNote.write(file, end.reason());
    }
    memory.put(name, handled(look, end, memory.get(name).orElse(null)));
  }

  /** A refused file in the place of an accepted one still stands for the plugin that runs. */
  private static Handled handled(DroppedFile look, Deployment end, @Nullable Handled before) {
    boolean accepted = end.state() == State.COMMITTED;
    if (!accepted && before != null && before.accepted()) {
      return new Handled(look, before.plugin(), true, mayRecover(end.steps()));
    }
    return new Handled(look, end.plugin(), accepted, !accepted && mayRecover(end.steps()));
  }

  private static boolean mayRecover(List<Deployment.Step> steps) {
    return !steps.isEmpty() && DEPEND_ON_OTHERS.contains(steps.getLast().name());
  }

  /** A file is not there any more. */
  void gone(String name) throws IOException, InterruptedException {
    RejectionNote.clear(folder.resolve(name));
    Handled handled = memory.remove(name);
    if (handled != null && handled.accepted() && deployer.cameFrom(handled.plugin(), name)) {
      await(deployer.removeDropped(handled.plugin()));
      memory.lookAgainFor(handled.plugin());
    }
  }

  private static Deployment await(CompletableFuture<Deployment> deployment)
      throws InterruptedException {
    try {
      return deployment.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a deployment always ends with a state", e);
    }
  }
}
