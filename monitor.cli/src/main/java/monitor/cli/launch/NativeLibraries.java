package monitor.cli.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where libraries on the class path unpack their native code. A framework has a place for that of
 * its bundles; theirs would be the folder for temporary files, from which a host may forbid to run
 * anything.
 */
final class NativeLibraries {
  /** System properties that zstd-jni and snappy-java ask, when the first class of them is used. */
  private static final List<String> PROPERTIES =
      List.of("ZstdTempFolder", "org.xerial.snappy.tempdir");

  private NativeLibraries() {}

  /**
   * Has them unpacked into a folder, without what a process that was killed has left there; one of
   * which somebody has said where stays there. To be called before the first class of them is used.
   *
   * @throws IOException if the folder cannot be made or emptied
   */
  static void unpackInto(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder)) {
      for (Path leftover : leftovers) {
        Files.delete(leftover);
      }
    }
    PROPERTIES.stream()
        .filter(name -> System.getProperty(name) == null)
        .forEach(name -> System.setProperty(name, folder.toString()));
  }
}
