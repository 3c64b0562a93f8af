package monitor.rest.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import java.util.stream.Collectors;

/** Says what is wrong with a body that could not be read, without naming classes of ours. */
public final class BadJson {
  private BadJson() {}

  /** The problem that an error of {@link Json} is: 400. */
  public static Problem problem(IOException error) {
    return switch (error) {
      case UnrecognizedPropertyException unknown ->
          Problem.parameter(path(unknown), "is not a field of this request");
      case JsonMappingException mapping when !mapping.getPath().isEmpty() ->
          Problem.parameter(path(mapping), "has the wrong type, is missing or comes twice");
      case JsonMappingException mapping ->
          notJson(place(mapping, "it has another shape, or something follows it"));
      case JsonProcessingException other -> notJson(place(other, other.getOriginalMessage()));
      default -> notJson(String.valueOf(error.getMessage()));
    };
  }

  private static Problem notJson(String where) {
    return Problem.of(400, "not-json", "The body is not the JSON that this route takes: " + where)
        .hint("Bodies are JSON as in RFC 8259, in UTF-8, without duplicate fields.");
  }

  private static String place(JsonProcessingException error, String what) {
    String message = what.lines().findFirst().orElse("").strip();
    String shown = message.length() > 200 ? message.substring(0, 200) + "…" : message;
    return error.getLocation() == null
        ? shown
        : "line %d, column %d: %s"
            .formatted(error.getLocation().getLineNr(), error.getLocation().getColumnNr(), shown);
  }

  private static String path(JsonMappingException error) {
    return error.getPath().stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .collect(Collectors.joining("."))
        .replace(".[", "[");
  }
}
