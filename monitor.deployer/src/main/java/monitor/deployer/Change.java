package monitor.deployer;

import java.util.Objects;
import java.util.Set;
import monitor.deployer.verify.PluginJar;
import org.jspecify.annotations.Nullable;

/** What the steps of one deployment hand on to each other. Used by the deployer's thread. */
final class Change {
  private final Request request;
  private final Progress progress;
  private @Nullable PluginJar before;
  private @Nullable PluginJar after;
  private @Nullable PluginRecord recordBefore;
  private @Nullable PluginRecord recordAfter;
  private Set<String> failedBefore = Set.of();
  private boolean installedBefore;
  private boolean broughtJar;
  private boolean touched;
  private boolean unchanged;

  Change(Request request, Progress progress) {
    this.request = request;
    this.progress = progress;
  }

  Request request() {
    return request;
  }

  Progress progress() {
    return progress;
  }

  /** Symbolic name; known after the first step. */
  String plugin() {
    if (after != null) {
      return after.name();
    }
    return before != null ? before.name() : Objects.requireNonNull(recordBefore).name();
  }

  /** The jar in force before; null if there was none, or it is lost or damaged. */
  @Nullable PluginJar before() {
    return before;
  }

  /** The jar in force afterwards; null if there is to be none. */
  @Nullable PluginJar after() {
    return after;
  }

  /** The jar that comes; only in steps of actions that bring one. */
  PluginJar candidate() {
    return Objects.requireNonNull(after);
  }

  void jars(@Nullable PluginJar from, @Nullable PluginJar to) {
    before = from;
    after = to;
  }

  @Nullable PluginRecord recordBefore() {
    return recordBefore;
  }

  /** What will be in force; null if the plugin is to be forgotten. */
  @Nullable PluginRecord recordAfter() {
    return recordAfter;
  }

  void records(@Nullable PluginRecord from, @Nullable PluginRecord to) {
    recordBefore = from;
    recordAfter = to;
  }

  /** Whether the plugin ran before, as far as a person decided. */
  boolean ranBefore() {
    return (before != null || installedBefore) && recordBefore != null && runs(recordBefore);
  }

  /** The framework had a bundle of the plugin, as it may also where its jar is lost. */
  void wasInstalled() {
    installedBefore = true;
  }

  boolean installedBefore() {
    return installedBefore;
  }

  /** Whether the plugin is to run afterwards. */
  boolean runsAfter() {
    return after != null && recordAfter != null && runs(recordAfter);
  }

  private static boolean runs(PluginRecord record) {
    return !record.disabled() && !record.removed();
  }

  /** Sources and sinks of the plugin that did not work before it was stopped. */
  Set<String> failedBefore() {
    return failedBefore;
  }

  void failedBefore(Set<String> names) {
    failedBefore = Set.copyOf(names);
  }

  /** The candidate's jar was not kept before. */
  void bringsJar() {
    broughtJar = true;
  }

  boolean broughtJar() {
    return broughtJar;
  }

  /** From here on a failure has to be taken back. */
  void touch() {
    touched = true;
  }

  boolean touched() {
    return touched;
  }

  /** There is nothing to be done: exactly this is in force. */
  void leave() {
    unchanged = true;
  }

  boolean unchanged() {
    return unchanged;
  }
}
