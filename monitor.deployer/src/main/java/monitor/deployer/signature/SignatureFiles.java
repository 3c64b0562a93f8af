package monitor.deployer.signature;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * The files of a signature in a jar, as the JAR File Specification names them.
 *
 * @param signed a list of digests and a block that signs it are there
 * @param coversManifest the lists sign the main section of the manifest, which names the plugin
 * @param hasDigests the manifest holds digests of entries, as it does after signing
 */
record SignatureFiles(boolean signed, boolean coversManifest, boolean hasDigests) {
  private static final Pattern FILE =
      Pattern.compile("META-INF/([^/]+\\.(SF|RSA|DSA|EC)|SIG-[^/]+)", Pattern.CASE_INSENSITIVE);
  private static final String MAIN = "-digest-manifest-main-attributes";

  static SignatureFiles in(JarFile jar) throws IOException {
    List<JarEntry> files =
        jar.stream().filter(entry -> FILE.matcher(entry.getName()).matches()).toList();
    List<JarEntry> lists = files.stream().filter(entry -> upper(entry).endsWith(".SF")).toList();
    boolean signed = !lists.isEmpty() && lists.size() < files.size();
    boolean covers = true;
    for (JarEntry list : lists) {
      covers &= coversManifest(jar, list);
    }
    Manifest manifest = jar.getManifest();
    boolean digests = manifest != null && !manifest.getEntries().isEmpty();
    return new SignatureFiles(signed, covers, digests);
  }

  /** A list that cannot be read covers nothing. */
  private static boolean coversManifest(JarFile jar, JarEntry list) {
    try (InputStream in = jar.getInputStream(list)) {
      return new Manifest(in)
          .getMainAttributes().keySet().stream()
              .anyMatch(key -> key.toString().toLowerCase(Locale.ROOT).endsWith(MAIN));
    } catch (IOException e) {
      return false;
    }
  }

  private static String upper(JarEntry entry) {
    return entry.getName().toUpperCase(Locale.ROOT);
  }

  /** Whether an entry is the manifest or belongs to a signature, so that none can cover it. */
  static boolean belongs(String name) {
    return FILE.matcher(name).matches() || name.equalsIgnoreCase(JarFile.MANIFEST_NAME);
  }
}
