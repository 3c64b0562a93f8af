package monitor.api.operation;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What keeps one plugin from costing the others more than a little, and what had to be done so far.
 * May be called from any thread; does not block.
 */
@ProviderType
public interface Containment {
  /** The limits of every plugin that has had a source since the process started, by name. */
  List<PluginLimit> limits();

  /** What plugins did that had to be contained: the latest first, a bounded number. */
  List<Incident> incidents();

  /** Enters an incident; one that says the same as a known one is counted on. */
  void report(Incident incident);
}
