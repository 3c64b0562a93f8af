package monitor.itest.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The assertions in SQL, from {@code verdict.sql}, over one snapshot of the database.
 *
 * @param mint that made the lines
 * @param totals of the ledger
 * @param routes what the pipeline says after the drain, by source; empty to leave it out
 */
public record Assertions(Mint mint, Ledger.Totals totals, Map<String, PipelineBalance> routes) {
  private static final String PREPARE = "prepare";
  private static final int NAMED = 20;
  private static final Map<String, String> PARTS = parts();

  /** The sums of the database beside the verdict. */
  private static final Map<String, String> FIGURES =
      Map.of(
          "lines stored", "select count(*) from line",
          "streams and epochs", "select count(*) from streams_v1",
          "batches", "select count(*) from batches_v1",
          "events in gaps", "select coalesce(sum(count), 0) from gaps_v1",
          "lines in gaps",
              "select coalesce(sum(count), 0) from gaps_v1 where source in (select source from"
                  + " ledger)",
          "events of every kind stored", "select count(*) from stored",
          "dead letters", "select count(*) from dead");

  /** Copies the map. */
  public Assertions {
    routes = Map.copyOf(routes);
  }

  private static Map<String, String> parts() {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : script().split("\n-- (?=prepare\n|[A-Z]+\n)")) {
      int end = part.indexOf('\n');
      parts.put(part.substring(0, end), part.substring(end + 1));
    }
    return parts;
  }

  private static String script() {
    try (InputStream script = Assertions.class.getResourceAsStream("verdict.sql")) {
      if (script == null) {
        throw new AssertionError("verdict.sql is not beside its class");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks the database; changes nothing in it. */
  public Verdict over(Connection connection) throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local work_mem = '128MB'");
      give(connection, statement);
      statement.execute(PARTS.getOrDefault(PREPARE, ""));
      statement.execute("analyze line; analyze missing; analyze piece; analyze stored");
      List<Finding> findings = new ArrayList<>();
      for (Check check : Check.values()) {
        if (PARTS.containsKey(check.name())) {
          findings.addAll(ask(statement, check));
        }
      }
      return new Verdict(findings, figures(statement));
    } finally {
      connection.rollback();
    }
  }

  private void give(Connection connection, Statement statement) throws SQLException {
    statement.execute("select set_config('oracle.seed', '%d', true)".formatted(mint.seed()));
    statement.execute(
        "create temp table ledger (writer int, source text, issued bigint, durable bigint)");
    try (PreparedStatement row =
        connection.prepareStatement("insert into ledger values (?, ?, ?, ?)")) {
      for (Map.Entry<Integer, Ledger.Account> writer : totals.writers().entrySet()) {
        row.setInt(1, writer.getKey());
        row.setString(2, Load.source(writer.getKey()));
        row.setLong(3, writer.getValue().issued());
        row.setLong(4, writer.getValue().durable());
        row.execute();
      }
    }
    statement.execute(
        "create temp table route (source text, received bigint, delivered bigint, buffered bigint,"
            + " dropped bigint)");
    try (PreparedStatement row =
        connection.prepareStatement("insert into route values (?, ?, ?, ?, ?)")) {
      for (Map.Entry<String, PipelineBalance> route : routes.entrySet()) {
        row.setString(1, route.getKey());
        row.setLong(2, route.getValue().received());
        row.setLong(3, route.getValue().delivered());
        row.setLong(4, route.getValue().buffered());
        row.setLong(5, route.getValue().dropped());
        row.execute();
      }
    }
  }

  /** The first offenders by name, and how many more there are. */
  private static List<Finding> ask(Statement statement, Check check) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    int more = 0;
    try (ResultSet rows = statement.executeQuery(PARTS.getOrDefault(check.name(), ""))) {
      while (rows.next()) {
        if (findings.size() < NAMED) {
          findings.add(new Finding(check, rows.getString(1)));
        } else {
          more++;
        }
      }
    }
    if (more > 0) {
      findings.add(new Finding(check, "and " + more + " more"));
    }
    return findings;
  }

  private Map<String, Long> figures(Statement statement) throws SQLException {
    Map<String, Long> figures = new TreeMap<>();
    figures.put("lines issued", totals.issued());
    figures.put("lines durable", totals.durable());
    for (Map.Entry<String, String> figure : FIGURES.entrySet()) {
      try (ResultSet row = statement.executeQuery(figure.getValue())) {
        row.next();
        figures.put(figure.getKey(), row.getLong(1));
      }
    }
    return figures;
  }
}
