package monitor.api.query;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Alerts and their rules; offered by the plugin that looks for them. May be called from any thread;
 * waits for nothing but the disk.
 */
@ProviderType
public interface Alerts {
  /** What is pending or firing, by rule and host. */
  List<Alert> active();

  /** What was over last, the latest first; bounded. */
  List<Alert> ended();

  /** Every rule, by name: those of the configuration files and those made here. */
  List<AlertRuleView> rules();

  /** Where alerts are told, by name. */
  List<AlertChannel> channels();

  /**
   * Makes a rule, or changes one that was made here; in force when this returns, and kept over
   * restarts and upgrades.
   *
   * @throws IllegalArgumentException if it is wrong; the message has a line for each key, which
   *     begins with its name as the configuration has it
   * @throws IllegalStateException if a rule of this name stands in a file, or there are too many
   * @throws IOException if it cannot be stored
   */
  void put(AlertRule rule) throws IOException;

  /**
   * Removes a rule that was made here; what it found is over.
   *
   * @return whether it was there
   * @throws IllegalStateException if the rule stands in a file
   * @throws IOException if that cannot be stored
   */
  boolean remove(String rule) throws IOException;
}
