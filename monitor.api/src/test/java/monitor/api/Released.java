package monitor.api;

import aQute.bnd.differ.Baseline;
import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import aQute.bnd.osgi.Resource;
import aQute.bnd.service.diff.Delta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.osgi.framework.Version;

/** A version of the API that plugins were compiled against, and that later ones have to fit to. */
record Released(Path file) {
  /** The newest one that is kept. */
  static Released latest() throws IOException {
    try (Stream<Path> kept = Files.list(Path.of("baseline"))) {
      return kept.filter(file -> file.toString().endsWith(".jar"))
          .max(Comparator.comparing(Released::version))
          .map(Released::new)
          .orElseThrow();
    }
  }

  private static Version version(Path file) {
    return new Version(file.getFileName().toString().replaceFirst("monitor.api-(.*)\\.jar", "$1"));
  }

  /** What is wrong with a later version as its packages are numbered: a sentence for each. */
  List<String> problems(Jar later) throws Exception {
    try (Jar released = new Jar(file.toFile());
        Processor reporter = new Processor()) {
      Baseline baseline = new Baseline(reporter, new DiffPluginImpl());
      Set<Baseline.Info> packages = baseline.baseline(later, released, null);
      List<String> problems = new ArrayList<>();
      for (Baseline.Info each : packages) {
        numbering(each, problems);
        if (each.newerVersion.getMajor() == each.olderVersion.getMajor()) {
          additions(each.packageName, released, later, problems);
        }
      }
      if (packages.stream().anyMatch(each -> each.packageDiff.getDelta() != Delta.UNCHANGED)) {
        numbering(baseline.getBundleInfo(), problems);
      }
      return problems;
    }
  }

  private static void numbering(Baseline.Info found, List<String> problems) {
    if (found.packageDiff.getDelta() == Delta.REMOVED) {
      problems.add("%s is gone".formatted(found.packageName));
    } else if (found.newerVersion.compareTo(found.suggestedVersion) < 0) {
      problems.add(
          "%s %s must become %s (@Version of its package-info): %s"
              .formatted(
                  found.packageName,
                  found.newerVersion,
                  found.suggestedVersion,
                  found.reason.strip()));
    }
  }

  private static void numbering(Baseline.BundleInfo found, List<String> problems) {
    if (found.newerVersion.getWithoutQualifier().compareTo(found.suggestedVersion) < 0) {
      problems.add(
          "monitor.api %s must become %s (monitor.api/pom.xml, cnf/pom.xml)"
              .formatted(found.newerVersion, found.suggestedVersion));
    }
  }

  /** What the comparison of bnd does not find, or not always. */
  private static void additions(String name, Jar released, Jar later, List<String> problems)
      throws Exception {
    Map<String, Resource> types = released.getDirectory(name.replace('.', '/'));
    if (types == null) {
      return;
    }
    for (Map.Entry<String, Resource> each : types.entrySet()) {
      Resource now = later.getResource(each.getKey());
      if (each.getKey().endsWith(".class") && now != null) {
        additions(ApiType.read(each.getValue()), ApiType.read(now), problems);
      }
    }
  }

  private static void additions(ApiType before, ApiType now, List<String> problems) {
    Set<String> duties = new TreeSet<>(now.duties());
    duties.removeAll(before.duties());
    if (before.isForPlugins() && !duties.isEmpty()) {
      problems.add(
          "%s needs a new major version of its package: plugins implement it and have no %s"
              .formatted(now.name(), duties));
    }
    Set<String> family = new TreeSet<>(now.family());
    family.removeAll(before.family());
    if (before.isComplete() && !family.isEmpty()) {
      problems.add(
          "%s needs a new major version of its package: plugins switch over it and do not know %s"
              .formatted(now.name(), family));
    }
  }
}
