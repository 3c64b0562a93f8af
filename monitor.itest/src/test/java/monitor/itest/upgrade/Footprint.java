package monitor.itest.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a Java process holds, seen from outside by {@code jcmd} and proc(5), after a collection.
 *
 * @param loaders class loaders of bundles
 * @param metaspaceKib used
 * @param threads of the process
 * @param descriptors open files, sockets and the like; without the files that are read, as renamed
 *     ones stay open until nobody has written to them for a while
 */
record Footprint(long loaders, long metaspaceKib, long threads, long descriptors) {
  /** Loader of a bundle in the framework. */
  private static final String LOADER =
      "org.apache.felix.framework.BundleWiringImpl$BundleClassLoader";

  private static final Pattern METASPACE = Pattern.compile("Metaspace +used (\\d+)K");

  static Footprint of(long pid, Path watched) throws IOException, InterruptedException {
    // The first collection finds what is only referred to from references that it clears.
    jcmd(pid, "GC.run");
    String histogram = jcmd(pid, "GC.class_histogram");
    long loaders =
        histogram
            .lines()
            .filter(line -> line.contains(LOADER))
            .filter(line -> !line.contains(LOADER + "$"))
            .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[1]))
            .sum();
    Matcher metaspace = METASPACE.matcher(jcmd(pid, "VM.metaspace"));
    if (!metaspace.find() || loaders == 0) {
      throw new AssertionError("process %d cannot be looked at".formatted(pid));
    }
    return new Footprint(
        loaders,
        Long.parseLong(metaspace.group(1)),
        count(Path.of("/proc/" + pid + "/task"), task -> true),
        count(Path.of("/proc/" + pid + "/fd"), file -> !leadsTo(file, watched)));
  }

  private static long count(Path folder, Predicate<Path> counts) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(counts).count();
    }
  }

  private static boolean leadsTo(Path descriptor, Path folder) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(folder);
    } catch (IOException e) {
      // It was closed meanwhile.
      return true;
    }
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                command)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new AssertionError(said);
    }
    return said;
  }

  @Override
  public String toString() {
    return "%d loaders, %,d KiB metaspace, %d threads, %d descriptors"
        .formatted(loaders, metaspaceKib, threads, descriptors);
  }
}
