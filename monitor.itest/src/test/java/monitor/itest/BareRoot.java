package monitor.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A root folder that holds a shell, the libraries that the shell and Java load, and a distribution:
 * no Java, no other program. Commands run in it with the system's {@code /proc} and devices.
 */
record BareRoot(Path folder) {
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");
  private static final Path SHELL = Path.of("/bin/sh");

  /** Has the namespace of mounts for itself, so that nothing has to be taken back. */
  private static final String INSIDE =
      """
      for shared in /proc /dev; do mount --rbind "$shared" "$0$shared" || exit 1; done
      exec chroot "$0" "$@"
      """;

  /** Makes one. */
  static BareRoot make(Path folder) throws Exception {
    for (String part : List.of("bin", "proc", "dev", "tmp", "data")) {
      Files.createDirectories(folder.resolve(part));
    }
    Files.copy(SHELL.toRealPath(), folder.resolve("bin/sh"), StandardCopyOption.COPY_ATTRIBUTES);
    copyLibraries(folder, SHELL);
    Agent.unpack(folder);
    BareRoot root = new BareRoot(folder);
    copyLibraries(folder, root.home().resolve("java/bin/java"));
    copyLibraries(folder, root.home().resolve("java/lib/libzip.so"));
    copyLibraries(folder, root.home().resolve("java/lib/server/libjvm.so"));
    return root;
  }

  /** The distribution, seen from outside. */
  Path home() {
    return folder.resolve(Surroundings.assembled("agent").getFileName());
  }

  private static void copyLibraries(Path folder, Path program) throws IOException {
    Process ldd = new ProcessBuilder("ldd", program.toString()).start();
    Matcher found = LIBRARY.matcher(new String(ldd.getInputStream().readAllBytes()));
    while (found.find()) {
      Path library = Path.of(found.group(1));
      Path copy = folder.resolve(library.subpath(0, library.getNameCount()));
      if (!library.startsWith(folder) && !Files.exists(copy)) {
        Files.createDirectories(copy.getParent());
        Files.copy(library.toRealPath(), copy);
      }
    }
  }

  /** A command in it, with an empty environment; what it says goes to a file beside it. */
  ProcessBuilder command(String... command) {
    List<String> all = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", INSIDE));
    all.add(folder.toString());
    all.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    return builder;
  }
}
