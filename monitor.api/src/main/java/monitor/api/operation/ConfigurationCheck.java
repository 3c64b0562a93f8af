package monitor.api.operation;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Whether the configuration files would be right with a plugin that is not in force yet. May be
 * called from any thread; reads files.
 */
@ProviderType
public interface ConfigurationCheck {
  /**
   * What is wrong in the tables that a jar describes, by its description and whatever version is in
   * force now.
   *
   * @param jar of a plugin; none of its code is run
   * @return in the words of {@code monitor check}, with file, line and key; empty if all is right
   */
  List<String> problems(Path jar);
}
