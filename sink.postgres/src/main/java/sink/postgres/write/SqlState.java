package sink.postgres.write;

import java.sql.SQLException;

/** What an error of the server means for a batch (PostgreSQL documentation, "Error Codes"). */
enum SqlState {
  /** The server refuses the data itself: an event among it is to become a dead letter. */
  DATA,
  /** It passes: connection, resources, conflicts with other transactions, a stopping server. */
  PASSING,
  /** The schema or the permissions are not as they should be: a person is needed. */
  BROKEN;

  /** The class of an error: the first two characters of its code. */
  static String of(SQLException error) {
    String state = error.getSQLState();
    return state == null || state.length() < 2 ? "08" : state.substring(0, 2);
  }

  /** What an error means. */
  static SqlState meaning(SQLException error) {
    return switch (of(error)) {
      case "22", "23" -> DATA;
      case "08", "25", "40", "53", "55", "57", "58" -> PASSING;
      default -> BROKEN;
    };
  }
}
