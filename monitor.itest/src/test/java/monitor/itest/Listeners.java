package monitor.itest;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Where a process waits for connections, as the kernel tells it (proc(5), /proc/net/tcp). */
final class Listeners {
  private static final String LISTENING = "0A";
  private static final Set<String> LOOPBACK =
      Set.of(
          "0100007F",
          "00000000000000000000000001000000",
          // 127.0.0.1 as an address of IPv6
          "0000000000000000FFFF00000100007F");

  private Listeners() {}

  /** Addresses and ports, as the kernel writes them. */
  static Set<String> of(long pid) throws IOException {
    Set<String> sockets = sockets(pid);
    Set<String> found = new TreeSet<>();
    for (String name : List.of("tcp", "tcp6")) {
      Path table = Path.of("/proc/" + pid + "/net/" + name);
      if (!Files.exists(table)) {
        continue; // a host without IPv6
      }
      List<String> lines = Files.readAllLines(table);
      for (String line : lines.subList(1, lines.size())) {
        String[] fields = line.strip().split("\\s+");
        if (fields[3].equals(LISTENING) && sockets.contains("socket:[" + fields[9] + "]")) {
          found.add(fields[1]);
        }
      }
    }
    return found;
  }

  static boolean isLoopback(String listener) {
    return LOOPBACK.contains(listener.replaceFirst(":.*", ""));
  }

  private static Set<String> sockets(long pid) throws IOException {
    Set<String> sockets = new HashSet<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path each : open) {
        try {
          sockets.add(Files.readSymbolicLink(each).toString());
        } catch (IOException e) {
          // Closed meanwhile.
          continue;
        }
      }
    }
    return sockets;
  }
}
