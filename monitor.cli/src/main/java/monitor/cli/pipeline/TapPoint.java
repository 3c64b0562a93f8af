package monitor.cli.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import monitor.cli.client.ApiClient;
import monitor.cli.client.ApiException;
import monitor.cli.client.Encoded;
import monitor.cli.client.Texts;

/**
 * Where events are looked at.
 *
 * @param sources whose events; empty for all
 * @param kinds which of them; empty for all
 */
record TapPoint(Set<String> sources, Set<String> kinds) {
  private static final String STREAM = "/api/v1/stream?topics=tap";

  /** Copies the sets. */
  TapPoint {
    sources = Set.copyOf(sources);
    kinds = Set.copyOf(kinds);
  }

  /**
   * The point that a person names.
   *
   * @throws ApiException if there is none of that name now
   */
  static TapPoint find(ApiClient client, String name) throws ApiException {
    if (name.isEmpty()) {
      return new TapPoint(Set.of(), Set.of());
    }
    JsonNode pipeline = client.get("/api/v1/pipeline");
    return stream(pipeline, name)
        .or(() -> named(pipeline.path("sinks"), name).map(TapPoint::sink))
        .orElseThrow(() ->
            new ApiException(
                ApiException.Kind.NOT_FOUND,
                "There is no source, sink or stream named %s; `monitor tap` without a name shows all"
                    .formatted(name)));
  }

  private static Optional<TapPoint> stream(JsonNode pipeline, String name) {
    int slash = name.lastIndexOf('/');
    String source = slash < 0 ? name : name.substring(0, slash);
    Set<String> kinds = slash < 0 ? Set.of() : Set.of(name.substring(slash + 1));
    return named(pipeline.path("sources"), source).map(s -> new TapPoint(Set.of(source), kinds));
  }

  private static Optional<JsonNode> named(JsonNode components, String name) {
    for (JsonNode component : components) {
      if (component.path("name").asText().equals(name)) {
        return Optional.of(component);
      }
    }
    return Optional.empty();
  }

  /** One to which nothing is routed shows nothing. */
  private static TapPoint sink(JsonNode sink) {
    Set<String> sources = new HashSet<>(Texts.of(sink.path("routedTo")));
    Set<String> kinds = new HashSet<>(Texts.of(sink.path("kinds")));
    return new TapPoint(
        sources.isEmpty() ? Set.of("") : sources, kinds.contains("*") ? Set.of() : kinds);
  }

  /** The route of the stream. */
  String path() {
    return sources.size() == 1
        ? STREAM + "&source=" + Encoded.of(sources.iterator().next())
        : STREAM;
  }

  /** Whether an event comes by here. */
  boolean includes(JsonNode event) {
    return (sources.isEmpty() || sources.contains(event.path("source").asText()))
        && (kinds.isEmpty() || kinds.contains(event.path("kind").asText()));
  }
}
