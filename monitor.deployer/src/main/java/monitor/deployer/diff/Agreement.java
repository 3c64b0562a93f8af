package monitor.deployer.diff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import monitor.deployer.verify.HeaderClauses;
import monitor.deployer.verify.PluginJar;
import monitor.deployer.verify.PluginRefused;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;

/**
 * Whether the components of a jar declare what its manifest does. One annotation writes both, so
 * where they differ somebody changed one of them. A manifest that says nothing contradicts nothing.
 */
public final class Agreement {
  private static final Set<String> NAMESPACES = Set.of("monitor.source", "monitor.sink");
  private static final List<String> FLAGS = List.of("offers", "accepts", "requires", "uses");

  private Agreement() {}

  /**
   * Compares the two.
   *
   * @throws PluginRefused if they differ; the message names the flags
   */
  public static void check(PluginJar jar) throws PluginRefused, IOException {
    List<HeaderClauses.Clause> manifest = capabilities(jar);
    if (manifest.isEmpty()) {
      return;
    }
    List<String> problems = new ArrayList<>();
    Set<String> components = Declared.by(jar).of("capability").keySet();
    for (String flag : FLAGS) {
      SortedSet<String> said = said(manifest, flag);
      SortedSet<String> declared = declared(components, flag);
      if (!said.equals(declared)) {
        problems.add("%s %s there and %s here".formatted(flag, words(said), words(declared)));
      }
    }
    if (!problems.isEmpty()) {
      throw new PluginRefused(
          "its manifest and its components declare different capabilities (%s); let bnd write both from one annotation"
              .formatted(String.join("; ", problems)));
    }
  }

  private static List<HeaderClauses.Clause> capabilities(PluginJar jar) throws IOException {
    try (JarFile file = new JarFile(jar.file().toFile(), false)) {
      Manifest manifest = file.getManifest();
      @Nullable String header =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Constants.PROVIDE_CAPABILITY);
      return header == null
          ? List.of()
          : HeaderClauses.of(header).stream()
              .filter(clause -> clause.names().stream().anyMatch(NAMESPACES::contains))
              .toList();
    }
  }

  private static SortedSet<String> said(List<HeaderClauses.Clause> manifest, String flag) {
    return manifest.stream()
        .flatMap(clause -> Arrays.stream(clause.attributes().getOrDefault(flag, "").split(",")))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Of lines as {@link ComponentDocument} writes them: component, flag, capability. */
  private static SortedSet<String> declared(Set<String> components, String flag) {
    return components.stream()
        .map(line -> List.of(line.split(" ")))
        .filter(words -> words.size() == 3 && words.get(1).equals(flag))
        .map(List::getLast)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String words(SortedSet<String> names) {
    return names.isEmpty() ? "nothing" : String.join(", ", names);
  }
}
