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

  /** What an error says to a person, before the server's own words. */
  static String words(SQLException error) {
    String state = String.valueOf(error.getSQLState());
    return switch (of(error)) {
      case "08" -> "the connection is lost";
      case "25" -> "the server takes no writes";
      case "40" -> "another transaction was in the way";
      case "53" ->
          state.equals("53100") ? "the server's disk is full" : "the server lacks resources";
      case "55" -> "something is locked or not ready";
      case "57" -> "the server stops, or ended the statement";
      case "58" -> "the server's files fail";
      case "42" ->
          state.equals("42501")
              ? "the user lacks a permission"
              : "the tables are not as this version made them";
      default -> "the server refuses to go on";
    };
  }
}
