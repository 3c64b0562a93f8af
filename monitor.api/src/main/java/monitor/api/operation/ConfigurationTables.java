package monitor.api.operation;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The configuration as it is in force, and what is set over its files. May be called from any
 * thread; reads and writes files.
 */
@ProviderType
public interface ConfigurationTables {
  /** Every table that a bundle describes, and every instance of those that have some, by PID. */
  List<ConfigurationTable> tables();

  /**
   * Sets keys of a table over what its files say, in place of what was set over them before. It is
   * on disk when this returns, and is applied; a plugin may take it a moment later.
   *
   * @param pid of the table; of an instance {@code table~name}, which is made if it is not there
   * @param values {@code String}, {@code Long}, {@code Double}, {@code Boolean} or a list of them,
   *     by key; empty leaves the table to its files
   * @param requester who asks for it, noted with what was and what is
   * @param dryRun only says what would be wrong
   * @throws ConfigurationRefusedException if it may not be, and nothing was changed
   * @throws IOException if it cannot be written, and nothing was changed
   */
  void set(String pid, Map<String, Object> values, Requester requester, boolean dryRun)
      throws ConfigurationRefusedException, IOException;
}
