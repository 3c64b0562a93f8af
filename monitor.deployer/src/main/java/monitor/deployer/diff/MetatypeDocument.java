package monitor.deployer.diff;

import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the configuration keys of a Metatype document (OSGi Compendium, chapter 105). */
final class MetatypeDocument {
  private final Map<String, Map<String, String>> classes = new HashMap<>();
  private Map<String, String> keys = new LinkedHashMap<>();
  private String table = "";

  private MetatypeDocument() {}

  /**
   * Reads it.
   *
   * @param found takes {@code [table] key} and its type, default and limits
   */
  static void read(InputStream document, BiConsumer<String, String> found)
      throws XMLStreamException {
    XMLStreamReader xml = Documents.open(document);
    MetatypeDocument reader = new MetatypeDocument();
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT) {
        reader.start(xml, found);
      }
    }
  }

  private void start(XMLStreamReader xml, BiConsumer<String, String> found) {
    switch (xml.getLocalName()) {
      case "OCD" -> {
        keys = new LinkedHashMap<>();
        classes.put(Documents.text(xml, "id"), keys);
      }
      case "AD" -> keys.put(Documents.text(xml, "id"), detail(xml));
      case "Designate" -> {
        String factory = Documents.text(xml, "factoryPid");
        table = factory.isEmpty() ? Documents.text(xml, "pid") : factory;
      }
      case "Object" ->
          classes
              .getOrDefault(Documents.text(xml, "ocdref"), Map.of())
              .forEach((key, detail) -> found.accept("[" + table + "] " + key, detail));
      default -> {}
    }
  }

  private static String detail(XMLStreamReader xml) {
    StringBuilder detail = new StringBuilder(Documents.text(xml, "type"));
    for (String limit : new String[] {"default", "min", "max"}) {
      String value = Documents.text(xml, limit);
      if (!value.isEmpty()) {
        detail.append(", ").append(limit).append(' ').append(value);
      }
    }
    return detail.toString();
  }
}
