package monitor.deployer.verify;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Checks that a file is a complete jar that no reader can take for something else: it begins with
 * an entry, its directory is there, no two entries share a place, every byte has the checksum that
 * the directory gives.
 */
public final class JarArchive {
  private static final byte[] FIRST_BYTES = {'P', 'K', 3, 4};

  private final Path file;
  private final JarLimits limits;

  private JarArchive(Path file, JarLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  /**
   * Whether the file ends in a zip directory: false while it is still being copied. Reads only the
   * directory.
   */
  public static boolean hasDirectory(Path file) {
    try {
      ZipDirectory.check(file, JarLimits.DEFAULT);
    } catch (PluginRefused e) {
      return true;
    } catch (IOException e) {
      return false;
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.size() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads the whole file once.
   *
   * @throws PluginRefused if it is not a complete jar
   * @throws IOException if it cannot be read at all
   */
  public static void check(Path file, JarLimits limits) throws PluginRefused, IOException {
    new JarArchive(file, limits).check();
  }

  private void check() throws PluginRefused, IOException {
    checkSizeAndStart();
    try {
      ZipDirectory.check(file, limits);
      checkEntries();
    } catch (ZipException | EOFException e) {
      throw new PluginRefused(
          "it is not a complete jar (%s); build or copy it again".formatted(e.getMessage()), e);
    }
  }

  private void checkEntries() throws PluginRefused, IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      checkNames(zip);
      checkContents(zip);
    }
  }

  private void checkSizeAndStart() throws PluginRefused, IOException {
    long size = Files.size(file);
    if (size == 0) {
      throw new PluginRefused("the file is empty; copy it again");
    }
    if (size > limits.bytes()) {
      throw new PluginRefused(
          "it has %,d bytes, and at most %,d are allowed".formatted(size, limits.bytes()));
    }
    try (InputStream in = Files.newInputStream(file)) {
      if (!java.util.Arrays.equals(in.readNBytes(FIRST_BYTES.length), FIRST_BYTES)) {
        throw new PluginRefused(
            "it is not a jar, whatever its name says: it does not begin like a zip archive;"
                + " put a plugin built by `mvn package` here");
      }
    }
  }

  private void checkNames(ZipFile zip) throws PluginRefused {
    if (zip.size() > limits.entries()) {
      throw new PluginRefused(
          "it has %,d entries, and at most %,d are allowed"
              .formatted(zip.size(), limits.entries()));
    }
    Map<String, String> seen = new HashMap<>();
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      String name = entries.nextElement().getName();
      checkName(name);
      String other = seen.put(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        throw new PluginRefused(
            "its entries '%s' and '%s' share one place; build it again without the double"
                .formatted(other, name));
      }
    }
  }

  private static void checkName(String name) throws PluginRefused {
    boolean absolute = name.startsWith("/") || name.matches("[A-Za-z]:.*");
    boolean strange = name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0;
    if (absolute || strange || name.matches("(.*/)?\\.\\.?(/.*)?")) {
      throw new PluginRefused(
          "its entry '%s' points outside of the jar; no build tool writes such a name"
              .formatted(name));
    }
  }

  private void checkContents(ZipFile zip) throws PluginRefused, IOException {
    EntryReader reader = new EntryReader(zip, limits.inflatedBytes());
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      reader.read(entries.nextElement());
    }
  }
}
