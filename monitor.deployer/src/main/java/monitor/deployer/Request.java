package monitor.deployer;

import java.nio.file.Path;
import monitor.api.operation.Deployment.Action;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the deployer.
 *
 * @param action what shall be done; an install becomes an upgrade where the plugin is there
 * @param subject symbolic name of the plugin; for an install the name of the file
 * @param staged the jar, now ours; null if no jar comes with it
 * @param origin where the jar comes from
 * @param requestedBy who asks
 * @param downgrade whether an older version is wanted
 */
record Request(
    Action action,
    String subject,
    @Nullable Path staged,
    Origin origin,
    String requestedBy,
    boolean downgrade) {

  /** A change of a plugin that is there. */
  static Request of(Action action, String plugin, String requestedBy) {
    return new Request(action, plugin, null, Origin.UPLOADED, requestedBy, false);
  }

  /** A jar to be installed. */
  static Request install(Path staged, String fileName, Origin origin, String requestedBy) {
    return new Request(Action.INSTALL, fileName, staged, origin, requestedBy, false);
  }

  /** Name in the drop folder; null if it does not come from there. */
  @Nullable String droppedFile() {
    return origin == Origin.DROPPED ? subject : null;
  }
}
