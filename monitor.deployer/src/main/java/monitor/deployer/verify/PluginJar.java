package monitor.deployer.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.osgi.framework.Version;

/**
 * A jar that is a plugin.
 *
 * @param file where it is; nobody changes it there
 * @param manifest what it says of itself
 * @param sha256 of its bytes, lower case hexadecimal
 * @param bytes its size
 */
public record PluginJar(Path file, PluginManifest manifest, String sha256, long bytes) {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final int MANIFEST_BYTES = 1 << 20;

  /**
   * Reads manifest and checksum, and trusts the rest: for jars that were verified before.
   *
   * @throws PluginRefused if it is no plugin
   * @throws IOException if it cannot be read
   */
  public static PluginJar read(Path file) throws PluginRefused, IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new PluginJar(file, manifest(zip), sha256(file), Files.size(file));
    }
  }

  /**
   * Verifies everything in it.
   *
   * @throws PluginRefused if it is no complete plugin jar
   * @throws IOException if it cannot be read
   */
  public static PluginJar verify(Path file, JarLimits limits) throws PluginRefused, IOException {
    JarArchive.check(file, limits);
    return read(file);
  }

  /** Symbolic name. */
  public String name() {
    return manifest.name();
  }

  /** Version of the bundle. */
  public Version version() {
    return manifest.version();
  }

  /** The same jar in another place. */
  public PluginJar at(Path other) {
    return new PluginJar(other, manifest, sha256, bytes);
  }

  private static PluginManifest manifest(ZipFile zip) throws PluginRefused, IOException {
    ZipEntry entry = zip.getEntry(MANIFEST);
    if (entry == null) {
      throw new PluginRefused(
          "it has no manifest (%s), so it is a jar but no plugin; build it with the bnd-maven-plugin"
              .formatted(MANIFEST));
    }
    if (entry.getSize() > MANIFEST_BYTES) {
      throw new PluginRefused("its manifest is larger than 1 MiB");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return PluginManifest.of(new Manifest(in).getMainAttributes());
    } catch (java.util.zip.ZipException e) {
      throw e;
    } catch (IOException e) {
      throw new PluginRefused("its manifest cannot be read: " + e.getMessage(), e);
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digest = new DigestInputStream(in, newSha256())) {
      digest.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
