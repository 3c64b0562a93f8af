package monitor.deployer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.State;
import monitor.deployer.verify.JarLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the deployer for what came into the drop folder and what went, and notes the answer. */
final class DropHandler {
  private static final Logger LOG = LoggerFactory.getLogger(DropHandler.class);

  /** Steps that may succeed later because another plugin changed. */
  private static final Set<String> DEPEND_ON_OTHERS = Set.of("resolve", "start", "trial");

  /** How long a file that cannot be read is left alone while it looks the same. */
  private static final Duration UNREADABLE = Duration.ofSeconds(10);

  private final Path folder;
  private final DropMemory memory;
  private final PluginDeployer deployer;
  private final Map<String, Unreadable> unreadable = new HashMap<>();

  /** Files that are gone and brought a plugin that could not be removed. */
  private final Set<String> irremovable = new HashSet<>();

  private record Unreadable(DroppedFile look, long triedNanos) {
    boolean rests(DroppedFile now) {
      return look.equals(now) && System.nanoTime() - triedNanos < UNREADABLE.toNanos();
    }
  }

  DropHandler(Path folder, DropMemory memory, PluginDeployer deployer) {
    this.folder = folder;
    this.memory = memory;
    this.deployer = deployer;
  }

  /** Learns which files the records name, as the memory may have missed or lost one. */
  void recall() throws IOException {
    for (String file : deployer.droppedFiles()) {
      if (memory.get(file).isEmpty()) {
        memory.put(file, Handled.unseen(file));
      }
    }
  }

  /** Whether there is nothing to do now for a file that looks like this. */
  boolean knows(String name, DroppedFile now) {
    Unreadable before = unreadable.get(name);
    return (before != null && before.rests(now))
        || memory.get(name).filter(handled -> handled.look().equals(now)).isPresent();
  }

  /** A complete file came, or another one in its place. */
  void arrived(String name, DroppedFile look) throws IOException, InterruptedException {
    Path file = folder.resolve(name);
    if (look.bytes() > JarLimits.DEFAULT.bytes()) {
      refuse(file, "it is longer than the %,d bytes allowed".formatted(JarLimits.DEFAULT.bytes()));
      unreadable.remove(name);
      memory.put(name, new Handled(look, name, false));
      return;
    }
    Deployment end;
    try (InputStream in = Files.newInputStream(file)) {
      end = await(deployer.installDropped(in, name));
    } catch (IOException e) {
      failed(name, look, e);
      return;
    }
    unreadable.remove(name);
    boolean committed = end.state() == State.COMMITTED;
    if (committed) {
      RejectionNote.clear(file);
    } else {
      RejectionNote.write(file, end.reason());
    }
    memory.put(name, new Handled(look, end.plugin(), !committed && mayRecover(end.steps())));
  }

  private static void refuse(Path file, String reason) {
    LOG.warn("{} was not installed: {}.", file, reason);
    RejectionNote.write(file, reason);
  }

  /**
   * Nobody may read it, or the disk is full: neither changes how the file looks when it is over, so
   * it is tried again, and after a restart. It is told once.
   */
  private void failed(String name, DroppedFile look, IOException failure) throws IOException {
    Unreadable before = unreadable.put(name, new Unreadable(look, System.nanoTime()));
    if (before == null || !before.look().equals(look)) {
      refuse(folder.resolve(name), "it cannot be read: " + failure);
      memory.put(name, Handled.unseen(name));
    }
  }

  private static boolean mayRecover(List<Deployment.Step> steps) {
    return !steps.isEmpty() && DEPEND_ON_OTHERS.contains(steps.getLast().name());
  }

  /** These files are there. */
  void present(Set<String> names) {
    irremovable.removeAll(names);
  }

  /** Whether a file that is gone is to be dealt with in this process. */
  boolean awaits(String name) {
    return !irremovable.contains(name);
  }

  /**
   * A file is not there any more: the plugins go that came with it. Its name is forgotten when they
   * are gone, so that a removal goes on at the next start in which the process was killed.
   *
   * <p>A removal that failed is not tried again before the next start, or before the file was there
   * again: it would be tried each second.
   */
  void gone(String name) throws IOException, InterruptedException {
    RejectionNote.clear(folder.resolve(name));
    unreadable.remove(name);
    boolean all = true;
    for (String plugin : deployer.pluginsFrom(name)) {
      // Noted first: a kill after the removal would leave nobody who knows to do it.
      memory.lookAgainFor(plugin);
      all &= await(deployer.removeDropped(plugin)).state() == State.COMMITTED;
    }
    if (all) {
      memory.remove(name);
    } else {
      irremovable.add(name);
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
