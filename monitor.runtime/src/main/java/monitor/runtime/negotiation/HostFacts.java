package monitor.runtime.negotiation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this host is, in words for a person: operating system, control group (cgroups(7)), effective
 * privileges (capabilities(7)).
 */
public final class HostFacts {
  private static final Map<Integer, String> PRIVILEGES =
      Map.of(
          2, "CAP_DAC_READ_SEARCH",
          12, "CAP_NET_ADMIN",
          13, "CAP_NET_RAW",
          19, "CAP_SYS_PTRACE",
          21, "CAP_SYS_ADMIN",
          38, "CAP_PERFMON",
          39, "CAP_BPF");

  private final Path root;

  private HostFacts(Path root) {
    this.root = root;
  }

  /** Of this process and this host, now. */
  public static Map<String, String> look() {
    return look(Path.of("/"));
  }

  /** Of a host whose files lie there. */
  static Map<String, String> look(Path root) {
    return new HostFacts(root).facts();
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("os", distribution().orElse(System.getProperty("os.name")));
    facts.put("arch", System.getProperty("os.arch"));
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("user", System.getProperty("user.name"));
    facts.put("privileges", privileges());
    facts.put("cgroup", cgroup());
    facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    return facts;
  }

  private Optional<String> distribution() {
    return lines("etc/os-release").stream()
        .filter(line -> line.startsWith("PRETTY_NAME="))
        .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
        .findFirst();
  }

  private String privileges() {
    long effective = HostOffer.effective(root.resolve("proc/self/status"));
    List<String> names =
        PRIVILEGES.entrySet().stream()
            .filter(entry -> (effective & 1L << entry.getKey()) != 0)
            .sorted(Map.Entry.comparingByKey())
            .map(Map.Entry::getValue)
            .toList();
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  /** Version and limits of the control group that this process is in. */
  private String cgroup() {
    List<String> groups = lines("proc/self/cgroup");
    Optional<String> unified =
        groups.stream().filter(line -> line.startsWith("0::")).map(l -> l.substring(3)).findFirst();
    Path mount = root.resolve("sys/fs/cgroup");
    if (unified.isPresent() && Files.exists(mount.resolve("cgroup.controllers"))) {
      Path group = mount.resolve(unified.get().substring(1));
      return "v2 %s, memory.max %s, cpu.max %s"
          .formatted(unified.get(), limit(group, "memory.max"), limit(group, "cpu.max"));
    }
    return groups.isEmpty() ? "none" : "v1, %d hierarchies".formatted(groups.size());
  }

  /** In a container the group is the root of what is mounted, whatever its name is outside. */
  private String limit(Path group, String file) {
    List<String> found = lines(root.relativize(group.resolve(file)).toString());
    return found.isEmpty() ? "not set" : found.getFirst();
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file));
    } catch (IOException e) {
      return List.of();
    }
  }
}
