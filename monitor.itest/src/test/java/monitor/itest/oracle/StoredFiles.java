package monitor.itest.oracle;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How many lines of a file of the load are stored, as the database says. */
@FunctionalInterface
interface StoredFiles {
  /** Nothing is known to be. */
  StoredFiles UNKNOWN = file -> 0;

  /** Of the file that begins its lines with this; 0 if the database does not answer. */
  long of(String file);

  /** In the database of a target. */
  static StoredFiles in(Target target) {
    return file -> {
      try (Connection connection = target.connect();
          Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "select count(*) from logs_v1 where source like '%s%%' and body like 'o1 %s %%'"
                      .formatted(Load.SOURCE, file))) {
        row.next();
        return row.getLong(1);
      } catch (SQLException | IOException e) {
        return 0;
      }
    };
  }
}
