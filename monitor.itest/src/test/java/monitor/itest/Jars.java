package monitor.itest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** Jars that are wrong in one way. */
final class Jars {
  private static final Attributes.Name IMPORT = new Attributes.Name("Import-Package");

  private Jars() {}

  /** A copy of a jar that imports one more package. */
  static Path withImport(Path jar, String imported) throws IOException {
    return changed(jar, "import", main -> main.put(IMPORT, main.getValue(IMPORT) + "," + imported));
  }

  /** A copy of a jar with another header; its file name begins with the value. */
  static Path with(Path jar, String header, String value) throws IOException {
    return changed(jar, value, main -> main.putValue(header, value));
  }

  /** A copy of a jar that describes a table of the configuration. */
  static Path describing(Path jar, String metatype) throws IOException {
    Path copy = jar.resolveSibling("described-" + jar.getFileName());
    Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem zip = FileSystems.newFileSystem(copy)) {
      Files.createDirectories(zip.getPath("OSGI-INF/metatype"));
      Files.writeString(zip.getPath("OSGI-INF/metatype/added.xml"), metatype);
    }
    return copy;
  }

  private static Path changed(Path jar, String name, Consumer<Attributes> change)
      throws IOException {
    Path copy = jar.resolveSibling(name + "-" + jar.getFileName());
    Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem zip = FileSystems.newFileSystem(copy)) {
      Path file = zip.getPath("META-INF/MANIFEST.MF");
      Manifest manifest;
      try (InputStream in = Files.newInputStream(file)) {
        manifest = new Manifest(in);
      }
      change.accept(manifest.getMainAttributes());
      try (OutputStream out = Files.newOutputStream(file)) {
        manifest.write(out);
      }
    }
    return copy;
  }
}
