package monitor.itest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** Jars that are wrong in one way. */
final class Jars {
  private static final Attributes.Name IMPORT = new Attributes.Name("Import-Package");

  private Jars() {}

  /** A copy of a jar that imports one more package. */
  static Path withImport(Path jar, String imported) throws IOException {
    Path copy = jar.resolveSibling("import-" + jar.getFileName());
    Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem zip = FileSystems.newFileSystem(copy)) {
      Path file = zip.getPath("META-INF/MANIFEST.MF");
      Manifest manifest;
      try (InputStream in = Files.newInputStream(file)) {
        manifest = new Manifest(in);
      }
      Attributes main = manifest.getMainAttributes();
      main.put(IMPORT, main.getValue(IMPORT) + "," + imported);
      try (OutputStream out = Files.newOutputStream(file)) {
        manifest.write(out);
      }
    }
    return copy;
  }
}
