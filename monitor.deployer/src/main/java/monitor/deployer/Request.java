package monitor.deployer;

import java.nio.file.Path;
import monitor.api.operation.Deployment.Action;
import monitor.api.operation.Requester;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the deployer.
 *
 * @param action what shall be done; an install becomes an upgrade where the plugin is there
 * @param subject symbolic name of the plugin; for an install the name of the file
 * @param staged the jar, now ours; null if no jar comes with it
 * @param origin where the jar comes from
 * @param requester who asks
 * @param downgrade whether an older version is wanted
 * @param version to go back to; null where there is none to go back to
 * @param from version that it holds for; null for any
 */
record Request(
    Action action,
    String subject,
    @Nullable Path staged,
    Origin origin,
    Requester requester,
    boolean downgrade,
    @Nullable String version,
    @Nullable String from) {

  /** A change of a plugin that is there. */
  static Request of(Action action, String plugin, Requester requester) {
    return new Request(action, plugin, null, Origin.UPLOADED, requester, false, null, null);
  }

  /** A way back to a kept version, from that one only; null from any. */
  static Request rollback(
      String plugin, String version, @Nullable String from, Requester requester) {
    return new Request(
        Action.ROLLBACK, plugin, null, Origin.UPLOADED, requester, false, version, from);
  }

  /** A jar to be installed. */
  static Request install(
      Path staged, String fileName, Origin origin, boolean downgrade, Requester requester) {
    return new Request(Action.INSTALL, fileName, staged, origin, requester, downgrade, null, null);
  }

  /** Name in the drop folder; null if it does not come from there. */
  @Nullable String droppedFile() {
    return origin == Origin.DROPPED ? subject : null;
  }
}
