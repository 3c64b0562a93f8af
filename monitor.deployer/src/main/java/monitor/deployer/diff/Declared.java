package monitor.deployer.diff;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import monitor.deployer.verify.HeaderClauses;
import monitor.deployer.verify.PluginJar;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;

/**
 * What a jar declares, by aspect; each by name with its details as text.
 *
 * @param byAspect {@code capability}, {@code configuration}, {@code export}, {@code import}, {@code
 *     position}
 */
record Declared(SortedMap<String, SortedMap<String, String>> byAspect) {
  private static final Pattern COMPONENT = Pattern.compile("OSGI-INF/[^/]+\\.xml");
  private static final Pattern METATYPE = Pattern.compile("OSGI-INF/metatype/[^/]+\\.xml");
  private static final List<String> JAVA = List.of("java.", "org.osgi.");

  /** Nothing, as without a jar. */
  static Declared nothing() {
    return new Declared(new TreeMap<>());
  }

  /**
   * Reads manifest, component and Metatype descriptions. A description that cannot be read counts
   * as none: the framework says what is wrong with it.
   */
  static Declared by(PluginJar jar) throws IOException {
    Declared declared = nothing();
    try (JarFile file = new JarFile(jar.file().toFile(), false)) {
      for (JarEntry entry : file.stream().toList()) {
        declared.read(file, entry);
      }
      Manifest manifest = file.getManifest();
      if (manifest != null) {
        declared.packages("import", manifest, Constants.IMPORT_PACKAGE);
        declared.packages("export", manifest, Constants.EXPORT_PACKAGE);
        declared.provided(manifest.getMainAttributes().getValue(Constants.PROVIDE_CAPABILITY));
      }
    }
    return declared;
  }

  private void read(JarFile file, JarEntry entry) throws IOException {
    try (InputStream in = file.getInputStream(entry)) {
      if (COMPONENT.matcher(entry.getName()).matches()) {
        ComponentDocument.read(in, this::add);
      } else if (METATYPE.matcher(entry.getName()).matches()) {
        MetatypeDocument.read(in, this::configuration);
      }
    } catch (XMLStreamException e) {
      add("unreadable", entry.getName(), String.valueOf(e.getMessage()));
    }
  }

  private void configuration(String name, String detail) {
    add("configuration", name, detail);
  }

  private void packages(String aspect, Manifest manifest, String header) {
    Attributes main = manifest.getMainAttributes();
    String value = main.getValue(header);
    if (value != null) {
      for (HeaderClauses.Clause clause : HeaderClauses.of(value)) {
        String version = clause.attributes().getOrDefault(Constants.VERSION_ATTRIBUTE, "");
        clause.names().stream()
            .filter(name -> JAVA.stream().noneMatch(name::startsWith))
            .forEach(name -> add(aspect, name, version));
      }
    }
  }

  /** Capabilities of its own; those of the platform are read from the components. */
  private void provided(@Nullable String header) {
    if (header != null) {
      HeaderClauses.of(header).stream()
          .flatMap(clause -> clause.names().stream())
          .filter(name -> !name.startsWith("osgi.") && !name.startsWith("monitor."))
          .forEach(name -> add("capability", name, ""));
    }
  }

  void add(String aspect, String name, String detail) {
    byAspect.computeIfAbsent(aspect, key -> new TreeMap<>()).put(name, detail);
  }

  /** What is declared of an aspect. */
  Map<String, String> of(String aspect) {
    return byAspect.getOrDefault(aspect, new TreeMap<>());
  }
}
