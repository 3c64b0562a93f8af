package monitor.cli.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import monitor.cli.client.ApiClient;
import monitor.cli.client.ApiException;
import monitor.cli.client.Encoded;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import monitor.cli.terminal.Table;

/**
 * What a jar would change on the platform.
 *
 * @param client that asks the platform
 * @param jar the jar
 * @param allowDowngrade whether an older version may come
 */
record Comparison(ApiClient client, Path jar, boolean allowDowngrade) {
  private static final String ROUTE = "/api/v1/plugins/diff";

  /** A route with the parameters of an upload. */
  static String query(String route, Path jar, boolean allowDowngrade) {
    String name = Encoded.of(String.valueOf(jar.getFileName()));
    return route + "?fileName=" + name + (allowDowngrade ? "&allowDowngrade=true" : "");
  }

  /** The platform's answer. */
  JsonNode ask() throws ApiException {
    return client.upload(query(ROUTE, jar, allowDowngrade), jar);
  }

  /**
   * Asks and prints.
   *
   * @return the exit code: whether it would be refused
   */
  int print(PluginRequest request) throws ApiException, JsonProcessingException {
    return print(request.output(), request.out());
  }

  int print(Output output, PrintWriter out) throws ApiException, JsonProcessingException {
    JsonNode diff = ask();
    if (output.table()) {
      print(out, diff);
    } else {
      output.print(out, diff, diff.path("differences"));
    }
    return diff.path("refusal").asText().isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
  }

  private static void print(PrintWriter out, JsonNode diff) {
    Table head = new Table("PLUGIN", diff.path("name").asText());
    head.row("version", diff.path("fromVersion").asText("new") + " → " + text(diff, "toVersion"));
    head.row(
        "size", "%,d → %,d bytes".formatted(number(diff, "fromBytes"), number(diff, "toBytes")));
    head.row("signature", text(diff, "signature"));
    head.row("refused", text(diff, "refusal").isEmpty() ? "no" : text(diff, "refusal"));
    for (JsonNode lost : diff.path("lost")) {
      head.row("lost", lost.asText());
    }
    head.print(out);
    if (!diff.path("differences").isEmpty()) {
      out.println();
      Table table = new Table("CHANGE", "WHAT", "NAME", "DETAIL");
      for (JsonNode one : diff.path("differences")) {
        table.row(text(one, "change"), text(one, "aspect"), text(one, "name"), text(one, "detail"));
      }
      table.print(out);
    }
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }

  private static long number(JsonNode node, String field) {
    return node.path(field).asLong();
  }
}
