package monitor.cli.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import monitor.cli.client.ApiClient;
import monitor.cli.client.ApiException;
import monitor.cli.client.Encoded;
import monitor.cli.platform.Server;

/**
 * The configuration of a running platform.
 *
 * @param client that asks the platform
 */
record ServedConfiguration(ApiClient client) {
  private static final String ROUTE = "/api/v1/config";

  /**
   * Of the platform that is meant.
   *
   * @throws ApiException also if it is one without this part of the API
   */
  static ServedConfiguration of(Server server) throws ApiException {
    ApiClient client = server.client();
    if ("unix".equals(client.server().getScheme())) {
      throw new ApiException(
          ApiException.Kind.REFUSED,
          "The agent at %s is configured by its files alone: `monitor env` shows what is set and where, `monitor check` what is wrong; it applies them when they are saved, and at `monitor reload`"
              .formatted(client.server()));
    }
    return new ServedConfiguration(client);
  }

  /** Every table, and every instance of those that have some. */
  List<JsonNode> tables() throws ApiException {
    List<JsonNode> tables = new ArrayList<>();
    client.get(ROUTE).path("tables").forEach(tables::add);
    return tables;
  }

  /** What the keys of a table take, as JSON Schema. */
  JsonNode schema(String pid) throws ApiException {
    return client.get(route(pid) + "/schema");
  }

  /** Sets all that stands over the files of a table, or only says what would be wrong. */
  void set(String pid, ObjectNode values, boolean dryRun) throws ApiException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("values", values);
    client.put(route(pid) + (dryRun ? "?dryRun=true" : ""), body);
  }

  private static String route(String pid) {
    return ROUTE + "/" + Encoded.of(pid);
  }

  /** Whether this is a table of which there are only instances. */
  static boolean onlyInstances(JsonNode table) {
    return table.path("factory").asBoolean()
        && table.path("pid").asText().equals(table.path("table").asText());
  }
}
