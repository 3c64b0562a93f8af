package monitor.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.xml.stream.XMLStreamException;

/** Reads the descriptions in bundles without running them. */
public final class SchemaReader {
  private static final String FOLDER = "OSGI-INF/metatype/";

  /** What the name of the note adds. */
  private static final String REFUSED = ".rejected.txt";

  private SchemaReader() {}

  /**
   * The tables that the jars of some folders describe; a later folder wins. A jar that cannot be
   * read describes nothing: that it is broken is told by who installs it. Nor does one that was
   * refused, as the note beside it says.
   */
  public static Schema folders(List<Path> folders) {
    List<ObjectClass> tables = new ArrayList<>();
    folders.forEach(folder -> jars(folder).forEach(jar -> tables.addAll(tables(jar))));
    return Schema.of(tables);
  }

  /** The tables that a jar describes; none if it cannot be read. */
  public static Schema jar(Path jar) {
    return Schema.of(tables(jar));
  }

  /**
   * The tables that some documents describe.
   *
   * @throws IOException if one is no Metatype document
   */
  public static Schema documents(Iterable<URL> documents) throws IOException {
    List<ObjectClass> tables = new ArrayList<>();
    for (URL document : documents) {
      try (InputStream in = document.openStream()) {
        tables.addAll(document(in));
      }
    }
    return Schema.of(tables);
  }

  private static Collection<ObjectClass> document(InputStream document) throws IOException {
    try {
      return MetatypeReader.read(document);
    } catch (XMLStreamException | IllegalArgumentException e) {
      throw new IOException("no Metatype document", e);
    }
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .filter(file -> !Files.exists(file.resolveSibling(file.getFileName() + REFUSED)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list %s".formatted(folder), e);
    }
  }

  private static List<ObjectClass> tables(Path jar) {
    List<ObjectClass> tables = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      for (ZipEntry entry : documents(file)) {
        try (InputStream in = file.getInputStream(entry)) {
          tables.addAll(document(in));
        }
      }
      if (tables.isEmpty()) {
        symbolicName(file.getManifest()).map(ObjectClass::undescribed).ifPresent(tables::add);
      }
    } catch (IOException | SecurityException e) {
      return List.of();
    }
    return tables;
  }

  private static List<? extends ZipEntry> documents(JarFile file) {
    return file.stream()
        .filter(entry -> entry.getName().startsWith(FOLDER) && entry.getName().endsWith(".xml"))
        .toList();
  }

  /** A plugin may be configured by its symbolic name even where it describes no keys. */
  private static Optional<String> symbolicName(
      @org.jspecify.annotations.Nullable Manifest manifest) {
    return Optional.ofNullable(manifest)
        .filter(found -> found.getMainAttributes().getValue("Service-Component") != null)
        .map(found -> found.getMainAttributes().getValue("Bundle-SymbolicName"))
        .map(name -> name.split(";", 2)[0].strip());
  }
}
