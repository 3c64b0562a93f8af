package monitor.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A root folder that holds a shell, the C library, the libraries that Java loads, and a
 * distribution: no Java, no other program. Commands run in it with the system's {@code /proc} and
 * devices.
 *
 * @param folder from outside
 * @param distribution its name
 * @param before what stands before a command, to run it in a namespace
 * @param user number of the user and group that commands run as
 */
record BareRoot(Path folder, String distribution, List<String> before, int user) {
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");
  private static final String C_LIBRARY = "libc.so.6";
  private static final List<String> CPP_LIBRARY = List.of("libstdc++.so.6", "libgcc_s.so.1");
  private static final Path SHELL = Path.of("/bin/sh");

  /** Of the package of the C library, beside what a program names: loaded by name, or by others. */
  private static final List<String> OF_THE_C_LIBRARY =
      List.of("libm.so.6", "libdl.so.2", "librt.so.1", "libpthread.so.0", "libresolv.so.2");

  /** Has the namespace of mounts for itself, so that nothing has to be taken back. */
  private static final String INSIDE =
      """
      for shared in /proc /dev; do mount --rbind "$shared" "$1$shared" || exit 1; done
      exec chroot --userspec="$0:$0" "$@"
      """;

  BareRoot {
    before = List.copyOf(before);
  }

  /** Makes one, whose commands run as root. */
  static BareRoot make(Path folder, String distribution) throws Exception {
    for (String part : List.of("bin", "proc", "dev", "tmp", "data")) {
      Files.createDirectories(folder.resolve(part));
    }
    Files.copy(SHELL.toRealPath(), folder.resolve("bin/sh"), StandardCopyOption.COPY_ATTRIBUTES);
    copyLibraries(folder, SHELL);
    Surroundings.unpack(distribution, folder);
    BareRoot root = new BareRoot(folder, distribution, List.of(), 0);
    copyLibraries(folder, root.home().resolve("java/bin/java"));
    copyLibraries(folder, root.home().resolve("java/lib/libzip.so"));
    copyLibraries(folder, root.home().resolve("java/lib/server/libjvm.so"));
    return root;
  }

  /** The distribution, seen from outside. */
  Path home() {
    return folder.resolve(Surroundings.assembled(distribution).getFileName());
  }

  private static void copyLibraries(Path folder, Path program) throws IOException {
    for (Path library : libraries(program)) {
      if (!library.startsWith(folder)) {
        copy(folder, library);
      }
      if (library.endsWith(C_LIBRARY)) {
        copyBeside(folder, library, OF_THE_C_LIBRARY);
      }
    }
  }

  private static List<Path> libraries(Path program) throws IOException {
    Process ldd = new ProcessBuilder("ldd", program.toString()).start();
    return LIBRARY
        .matcher(new String(ldd.getInputStream().readAllBytes()))
        .results()
        .map(found -> Path.of(found.group(1)))
        .toList();
  }

  /** Gives it the C++ library too, which PostgreSQL loads. */
  BareRoot withCpp() throws IOException {
    for (Path library : libraries(SHELL)) {
      if (library.endsWith(C_LIBRARY)) {
        copyBeside(folder, library, CPP_LIBRARY);
      }
    }
    return this;
  }

  private static void copyBeside(Path folder, Path library, List<String> others)
      throws IOException {
    for (String other : others) {
      copy(folder, library.resolveSibling(other));
    }
  }

  private static void copy(Path folder, Path library) throws IOException {
    Path copy = folder.resolve(library.subpath(0, library.getNameCount()));
    if (Files.exists(library) && !Files.exists(copy)) {
      Files.createDirectories(copy.getParent());
      Files.copy(library.toRealPath(), copy);
    }
  }

  /** The same root, entered through a namespace and as another user. */
  BareRoot entered(List<String> through, int as) {
    return new BareRoot(folder, distribution, through, as);
  }

  /** A command in it, with an empty environment. */
  ProcessBuilder command(String... command) {
    List<String> all = new ArrayList<>(before);
    all.addAll(List.of("unshare", "--mount", "sh", "-c", INSIDE));
    all.add(Integer.toString(user));
    all.add(folder.toString());
    all.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    return builder;
  }

  /** A line of a shell in it, in the folder of the distribution. */
  ProcessBuilder line(String line) {
    return command("/bin/sh", "-c", "cd /%s && %s".formatted(home().getFileName(), line));
  }
}
