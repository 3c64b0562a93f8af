package monitor.deployer.diff;

import java.io.InputStream;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads what a component declares to the platform (OSGi Compendium, chapter 112.4). */
final class ComponentDocument {
  private static final String PREFIX = "monitor.";
  private static final Set<String> FLAGS = Set.of("offers", "accepts", "requires", "uses", "kinds");
  private static final Set<String> POSITIONS =
      Set.of("positionFormat", "oldestPositionFormat", "newestPositionFormat");

  private ComponentDocument() {}

  /** Takes what is declared. */
  @FunctionalInterface
  interface Found {
    void add(String aspect, String name, String detail);
  }

  static void read(InputStream document, Found found) throws XMLStreamException {
    XMLStreamReader xml = Documents.open(document);
    String component = "";
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT) {
        switch (xml.getLocalName()) {
          case "component" -> component = Documents.text(xml, "name");
          case "property" -> property(component, xml, found);
          default -> {}
        }
      }
    }
  }

  private static void property(String component, XMLStreamReader xml, Found found)
      throws XMLStreamException {
    String name = Documents.text(xml, "name");
    if (!name.startsWith(PREFIX)) {
      return;
    }
    String key = name.substring(PREFIX.length());
    String single = xml.getAttributeValue(null, "value");
    String values = single == null ? xml.getElementText() : single;
    if (POSITIONS.contains(key) && values.strip().equals("0")) {
      return;
    }
    if (POSITIONS.contains(key)) {
      found.add("position", component + " " + key, values.strip());
    } else if (FLAGS.contains(key)) {
      values
          .lines()
          .map(String::strip)
          .filter(value -> !value.isEmpty())
          .forEach(value -> found.add("capability", component + " " + key + " " + value, ""));
    } else {
      found.add("capability", component + " " + key, values.strip());
    }
  }
}
