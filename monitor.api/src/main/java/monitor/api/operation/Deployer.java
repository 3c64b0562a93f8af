package monitor.api.operation;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes plugins, one transaction at a time. May be called from any thread; a change goes on in
 * the background and is followed by its id.
 */
@ProviderType
public interface Deployer {
  /** The plugins, by name. */
  List<PluginView> plugins();

  /**
   * Whether every plugin that was there at the start of the platform has been started, or has a
   * reason why not; part of readiness.
   */
  boolean settled();

  /**
   * Installs a jar, or upgrades the plugin that has its symbolic name.
   *
   * @param jar read to its end, not closed
   * @param fileName what the person calls it
   * @param allowDowngrade whether an older version than the one in force is wanted
   * @param requester who asks
   * @throws IOException if the jar cannot be read or staged
   */
  Deployment install(InputStream jar, String fileName, boolean allowDowngrade, Requester requester)
      throws IOException;

  /**
   * Enables, disables, pins, unpins or removes a plugin. A disabled plugin stays stopped, a pinned
   * one refuses upgrades.
   *
   * @throws java.util.NoSuchElementException if there is no such plugin
   * @throws IllegalArgumentException for any other action
   */
  Deployment change(Deployment.Action action, String plugin, Requester requester);

  /**
   * Puts a kept version of a plugin in force again, also of one that is pinned or does not work.
   *
   * @param version to go back to; null for the one before
   * @throws java.util.NoSuchElementException if there is no such plugin, or that version is not
   *     kept; the message says which
   */
  Deployment rollback(String plugin, @Nullable String version, Requester requester);

  /**
   * What was done to a plugin, the newest first.
   *
   * @throws java.util.NoSuchElementException if there is no such plugin
   */
  List<HistoryEntry> history(String plugin);

  /**
   * What others would lose if a plugin were removed now, a sentence each; may be empty.
   *
   * @throws java.util.NoSuchElementException if there is no such plugin
   */
  List<String> losses(String plugin);

  /**
   * Says what installing a jar would change; changes nothing and runs none of its code.
   *
   * @param jar read to its end, not closed
   * @param allowDowngrade whether an older version than the one in force is wanted
   * @throws IOException if the jar cannot be read or staged
   * @throws IllegalArgumentException if it is no plugin at all; the message says why
   */
  PluginDiff diff(InputStream jar, boolean allowDowngrade) throws IOException;

  /** The latest deployments, the newest first, at most 100. */
  List<Deployment> deployments();

  /** A deployment, if it is still known. */
  Optional<Deployment> deployment(String id);

  /** Calls back after each change of a deployment, until the handle is closed; must not block. */
  AutoCloseable watch(Consumer<Deployment> listener);
}
