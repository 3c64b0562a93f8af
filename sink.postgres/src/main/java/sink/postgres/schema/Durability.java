package sink.postgres.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import sink.postgres.server.Sessions;

/** Whether a commit on this server is on disk when it returns. */
public final class Durability {
  private Durability() {}

  /**
   * What weakens it, one sentence each; nothing when all is well.
   *
   * @param connection as {@link Sessions#open} makes them
   */
  public static List<String> weaknesses(Connection connection) throws SQLException {
    List<String> weak = new ArrayList<>();
    for (String name : List.of("fsync", "full_page_writes")) {
      if (!Sessions.setting(connection, name).equals("on")) {
        weak.add("the server runs with " + name + " off");
      }
    }
    String commit = Sessions.setting(connection, "synchronous_commit");
    if (commit.equals("off")) {
      weak.add("synchronous_commit is off and cannot be switched on");
    }
    return weak;
  }
}
