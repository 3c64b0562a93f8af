package monitor.config;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads one Metatype document (OSGi Compendium, chapter 105). */
final class MetatypeReader {
  private static final XMLInputFactory FACTORY = factory();

  private final Map<String, Described> classes = new HashMap<>();
  private final List<ObjectClass> designated = new ArrayList<>();
  private @Nullable Described current;
  private @Nullable Key key;
  private String pid = "";
  private boolean isFactory;

  /** An {@code OCD} element. */
  private record Described(String name, String description, Map<String, Attribute> attributes) {}

  /** An {@code AD} element that has not ended, since its options are its children. */
  private record Key(Attribute attribute, List<String> options) {}

  private MetatypeReader() {}

  /**
   * The tables that a document designates.
   *
   * @throws XMLStreamException if it is no Metatype document
   */
  static Collection<ObjectClass> read(InputStream document) throws XMLStreamException {
    MetatypeReader reader = new MetatypeReader();
    XMLStreamReader xml = FACTORY.createXMLStreamReader(document);
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> reader.start(xml);
        case XMLStreamConstants.END_ELEMENT -> reader.end(xml.getLocalName());
        default -> {}
      }
    }
    return reader.designated;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  private void start(XMLStreamReader xml) {
    switch (xml.getLocalName()) {
      case "OCD" -> {
        current = new Described(text(xml, "name"), text(xml, "description"), new LinkedHashMap<>());
        classes.put(text(xml, "id"), current);
      }
      case "AD" -> key = new Key(attribute(xml), new ArrayList<>());
      case "Option" -> {
        if (key != null) {
          key.options().add(text(xml, "value"));
        }
      }
      case "Designate" -> designate(xml);
      case "Object" -> object(text(xml, "ocdref"));
      default -> {}
    }
  }

  private void end(String element) {
    if (element.equals("AD") && key != null && current != null) {
      current.attributes().put(key.attribute().id(), withOptions(key));
    }
  }

  private void designate(XMLStreamReader xml) {
    String factoryPid = text(xml, "factoryPid");
    isFactory = !factoryPid.isEmpty();
    pid = isFactory ? factoryPid : text(xml, "pid");
  }

  private void object(String reference) {
    Optional.ofNullable(classes.get(reference))
        .map(type ->
            new ObjectClass(pid, isFactory, type.name(), type.description(), type.attributes()))
        .ifPresent(designated::add);
  }

  private static Attribute attribute(XMLStreamReader xml) {
    String defaults = xml.getAttributeValue(null, "default");
    return new Attribute(
        text(xml, "id"),
        Attribute.Type.valueOf(typeName(text(xml, "type"))),
        !List.of("", "0").contains(text(xml, "cardinality")),
        !"false".equals(text(xml, "required")),
        defaults == null ? List.of() : split(defaults),
        new Attribute.Range(xml.getAttributeValue(null, "min"), xml.getAttributeValue(null, "max")),
        List.of(),
        text(xml, "name"),
        text(xml, "description"));
  }

  private static String typeName(String type) {
    String name = type.toUpperCase(Locale.ROOT);
    return name.equals("CHAR") ? "CHARACTER" : name;
  }

  private static Attribute withOptions(Key key) {
    Attribute plain = key.attribute();
    return new Attribute(
        plain.id(),
        plain.type(),
        plain.list(),
        plain.required(),
        plain.defaults(),
        plain.range(),
        List.copyOf(key.options()),
        plain.name(),
        plain.description());
  }

  /** Splits at commas that are not escaped by a backslash, as the specification says. */
  private static List<String> split(String defaults) {
    return Stream.of(defaults.split("(?<!\\\\),", -1))
        .map(part -> part.replace("\\,", ",").replace("\\\\", "\\").strip())
        .toList();
  }

  private static String text(XMLStreamReader xml, String attribute) {
    return Optional.ofNullable(xml.getAttributeValue(null, attribute)).orElse("");
  }
}
