package sink.postgres.read;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A connection that also explains, with what was really read, every prepared query it runs. */
final class ExplainedConnection {
  private static final Pattern BUFFERS =
      Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?");
  private static final Pattern WHOLE = Pattern.compile("Seq Scan on (\\w+)");

  private final Connection connection;
  private final List<List<String>> plans = new ArrayList<>();

  ExplainedConnection(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return proxy(
        Connection.class,
        (self, method, arguments) ->
            method.getName().equals("prepareStatement")
                ? statement((String) arguments[0])
                : method.invoke(connection, arguments));
  }

  private PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement real = connection.prepareStatement(sql);
    PreparedStatement explain =
        connection.prepareStatement("explain (analyze, buffers, timing off, costs off) " + sql);
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) -> {
          if (method.getName().startsWith("set") || method.getName().equals("close")) {
            method.invoke(explain, arguments);
          }
          if (method.getName().equals("executeQuery")) {
            plans.add(lines(explain));
          }
          return method.invoke(real, arguments);
        });
  }

  private static List<String> lines(PreparedStatement explain) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (ResultSet rows = explain.executeQuery()) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    return lines;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    InvocationHandler unwrapped =
        (self, method, arguments) -> {
          try {
            return handler.invoke(self, method, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(
        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, unwrapped));
  }

  /** All plans, as text. */
  String text() {
    return String.join("\n", plans.stream().flatMap(List::stream).toList());
  }

  /** Tables that were read from begin to end, which those that are big must not be. */
  Stream<String> readWhole() {
    return WHOLE.matcher(text()).results().map(match -> match.group(1));
  }

  /** Pages that were read by all plans, whether they had to come from disk or not. */
  long pages() {
    long pages = 0;
    for (List<String> plan : plans) {
      // The first line of a kind tells of the whole plan.
      Matcher first =
          plan.stream()
              .map(BUFFERS::matcher)
              .filter(Matcher::find)
              .findFirst()
              .orElseThrow(() -> new AssertionError("no buffers in " + plan));
      pages += number(first.group(1)) + number(first.group(2));
    }
    return pages;
  }

  private static long number(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
