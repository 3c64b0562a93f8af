package monitor.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import monitor.rest.http.RouteTable;
import org.jspecify.annotations.Nullable;

/**
 * The description of the API (OpenAPI 3.1, whose schemas are those of JSON Schema 2020-12), held
 * against what was asked and answered: also what it does not name is wrong.
 */
final class Description {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final JsonNode document;
  private final Map<JsonNode, Schema> known = new ConcurrentHashMap<>();

  Description(JsonNode document) {
    this.document = document.deepCopy();
    complete(this.document);
  }

  /** As the server tells it. */
  static Description ofTheApi() {
    try (InputStream in = RouteTable.class.getResourceAsStream("openapi.json")) {
      return new Description(JSON.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Objects have the properties that are described and no others. */
  private static void complete(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(Description::complete);
  }

  /**
   * One request and its answer; types are those of media, without parameters.
   *
   * @param target path and query
   */
  record Exchange(
      String method,
      String target,
      @Nullable String sentType,
      String sent,
      int status,
      @Nullable String answeredType,
      String answered) {
    /** What a client saw of it. */
    static Exchange of(HttpResponse<String> response) {
      HttpRequest request = response.request();
      return new Exchange(
          request.method(),
          request.uri().toString().replaceFirst("^[a-z]+://[^/]*", ""),
          type(request.headers()),
          request.bodyPublisher().map(Sent::text).orElse(""),
          response.statusCode(),
          type(response.headers()),
          response.body());
    }

    private static String type(HttpHeaders headers) {
      return headers.firstValue("Content-Type").orElse("").replaceFirst("\\s*;.*", "");
    }

    private String path() {
      return target.replaceFirst("\\?.*", "");
    }

    private boolean successful() {
      return status / 100 == 2;
    }
  }

  /** What is not as it is described, a sentence each. */
  List<String> wrong(Exchange exchange) {
    List<String> wrong = new ArrayList<>();
    JsonNode operation = operation(exchange).orElse(null);
    if (operation == null) {
      if (exchange.successful()) {
        wrong.add("it is not described");
      }
      return wrong;
    }
    if (exchange.successful()) {
      parameters(operation, exchange, wrong);
      JsonNode content = operation.path("requestBody").path("content");
      if (!exchange.sent().isEmpty()) {
        body("sent", content, exchange.sentType(), exchange.sent(), wrong);
      }
    }
    answer(operation.path("responses"), exchange, wrong);
    return wrong;
  }

  /** The most literal of the paths that fit. */
  private Optional<JsonNode> operation(Exchange exchange) {
    String method = exchange.method().toLowerCase(Locale.ROOT);
    JsonNode exact = document.path("paths").path(exchange.path()).path(method);
    if (!exact.isMissingNode()) {
      return Optional.of(exact);
    }
    return document.path("paths").properties().stream()
        .filter(path -> exchange.path().matches(path.getKey().replaceAll("\\{[^}]*}", "[^/]+")))
        .map(path -> path.getValue().path(method))
        .filter(operation -> !operation.isMissingNode())
        .findFirst();
  }

  private void parameters(JsonNode operation, Exchange exchange, List<String> wrong) {
    List<JsonNode> described =
        StreamSupport.stream(operation.path("parameters").spliterator(), false)
            .map(this::resolved)
            .filter(parameter -> parameter.path("in").asText().equals("query"))
            .toList();
    for (String pair : exchange.target().replaceFirst("[^?]*\\??", "").split("&")) {
      String name = pair.replaceFirst("=.*", "");
      if (!name.isEmpty() && described.stream().noneMatch(each -> names(each, name))) {
        wrong.add("the parameter %s is not described".formatted(name));
      }
    }
  }

  /** One by its name, or many by a pattern: an exploded object. */
  private static boolean names(JsonNode parameter, String name) {
    return parameter.path("name").asText().equals(name)
        || parameter.path("schema").path("patternProperties").properties().stream()
            .anyMatch(pattern -> Pattern.compile(pattern.getKey()).matcher(name).find());
  }

  private void answer(JsonNode responses, Exchange exchange, List<String> wrong) {
    JsonNode response = responses.path(Integer.toString(exchange.status()));
    if (response.isMissingNode() && exchange.status() >= 400) {
      response = responses.path("default");
    }
    if (response.isMissingNode()) {
      wrong.add("the status %d is not described".formatted(exchange.status()));
      return;
    }
    JsonNode content = resolved(response).path("content");
    if (!exchange.answered().isEmpty()) {
      body("answered", content, exchange.answeredType(), exchange.answered(), wrong);
    } else if (!content.isMissingNode() && !exchange.method().equals("HEAD")) {
      wrong.add("nothing is answered");
    }
  }

  private void body(
      String what, JsonNode content, @Nullable String type, String body, List<String> wrong) {
    JsonNode media = content.path(String.valueOf(type));
    if (media.isMissingNode()) {
      wrong.add("%s is %s, described are %s".formatted(what, type, content.properties()));
    } else if (type != null && type.endsWith("json")) {
      try {
        for (Error error : schema(media.path("schema")).validate(JSON.readTree(body))) {
          wrong.add("%s: %s".formatted(what, error));
        }
      } catch (JsonProcessingException e) {
        wrong.add("%s is no JSON: %s".formatted(what, e.getOriginalMessage()));
      }
    }
  }

  private Schema schema(JsonNode described) {
    return known.computeIfAbsent(
        described,
        key -> {
          ObjectNode whole = JSON.createObjectNode().put("$ref", "#/described");
          whole.set("described", key);
          whole.set("components", document.path("components"));
          return SCHEMAS.getSchema(whole);
        });
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }
}
