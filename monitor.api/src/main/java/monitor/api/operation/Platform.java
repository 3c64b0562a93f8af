package monitor.api.operation;

import java.nio.file.Path;
import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/** Facts about this process; published by the launcher before any bundle starts. */
@ProviderType
public interface Platform {
  /** Version of the platform. */
  String version();

  /** {@code agent}, {@code collector} or {@code standalone}. */
  String distribution();

  /** The data folder. */
  Path data();

  /** Name of this host. */
  String host();

  /** When the process started. */
  Instant started();
}
