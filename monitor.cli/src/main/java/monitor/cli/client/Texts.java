package monitor.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The texts of a list in an answer. */
public final class Texts {
  private Texts() {}

  /** The texts in their order; none if it is no list. */
  public static List<String> of(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
