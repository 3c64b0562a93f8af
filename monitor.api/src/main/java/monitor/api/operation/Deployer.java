package monitor.api.operation;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
   * @param requestedBy who asks
   * @throws IOException if the jar cannot be read or staged
   */
  Deployment install(InputStream jar, String fileName, String requestedBy) throws IOException;

  /**
   * Stops a plugin and keeps it stopped.
   *
   * @throws java.util.NoSuchElementException if there is no such plugin
   */
  Deployment disable(String plugin, String requestedBy);

  /**
   * Starts a disabled plugin.
   *
   * @throws java.util.NoSuchElementException if there is no such plugin
   */
  Deployment enable(String plugin, String requestedBy);

  /**
   * Stops a plugin and removes it.
   *
   * @throws java.util.NoSuchElementException if there is no such plugin
   */
  Deployment remove(String plugin, String requestedBy);

  /** The latest deployments, the newest first, at most 100. */
  List<Deployment> deployments();

  /** A deployment, if it is still known. */
  Optional<Deployment> deployment(String id);

  /** Calls back after each change of a deployment, until the handle is closed; must not block. */
  AutoCloseable watch(Consumer<Deployment> listener);
}
