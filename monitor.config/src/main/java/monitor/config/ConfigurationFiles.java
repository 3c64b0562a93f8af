package monitor.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import monitor.api.operation.ConfigurationTable;

/**
 * Where a configuration comes from. In this order, each over the one before: the defaults in the
 * bundles, the main file and {@code conf.d/*.toml} beside it, the environment with {@code .env}
 * beside the main file, and what the console or the server set.
 *
 * @param main the main file, {@code monitor.toml}
 * @param overlay folder of what the console or the server set
 * @param environment variables of the process
 */
public record ConfigurationFiles(Path main, Path overlay, Map<String, String> environment) {
  /** Begins what is said of something wrong in the overlay. */
  public static final String LEFT_OUT = "is left out: ";

  /** Makes the path absolute, so that problems name it fully. */
  public ConfigurationFiles {
    main = main.toAbsolutePath().normalize();
  }

  /** Reads and validates everything; all problems are told at once. */
  public Configuration read(Schema schema) {
    List<Problem> problems = new ArrayList<>();
    List<Problem> warnings = new ArrayList<>();
    Sections sections = gather(schema, problems, warnings);
    Map<String, Map<String, Object>> properties = new LinkedHashMap<>();
    Validation validation = new Validation(problems);
    sections
        .byPid()
        .forEach((pid, found) -> {
          if (!leftOut(found, warnings)) {
            properties.put(pid, validation.properties(found));
          }
        });
    problems.sort(Comparator.comparing(Problem::file).thenComparing(Problem::line));
    return new Configuration(properties, problems, warnings);
  }

  /** A table that the overlay alone has, and that lacks a key, prevents no start. */
  private boolean leftOut(Section section, List<Problem> warnings) {
    List<Problem> missing =
        section.file().startsWith(overlay) ? Validation.missing(section) : List.of();
    missing.forEach(one -> warnings.add(section.problem(LEFT_OUT + one.message())));
    return !missing.isEmpty();
  }

  /** The tables as they are set now, without secrets, whether they are right or not. */
  public List<ConfigurationTable> tables(Schema schema) {
    return Tables.of(schema, gather(schema, new ArrayList<>(), new ArrayList<>()).byPid());
  }

  private Sections gather(Schema schema, List<Problem> problems, List<Problem> warnings) {
    Map<String, String> variables = EnvironmentFile.merge(variables(), environment, problems);
    Sections sections = new Sections(schema, problems);
    for (Path file : files(problems)) {
      TomlFile toml = TomlFile.read(file);
      problems.addAll(toml.problems());
      sections.add(file, toml.root(), new Expansion(variables, folder()));
    }
    EnvironmentSettings.apply(variables, schema, sections);
    Overlay.apply(overlay, schema, sections, warnings);
    return sections;
  }

  /** Folders whose changes may change the configuration. */
  public List<Path> folders() {
    return List.of(folder(), folder().resolve("conf.d"), overlay);
  }

  /** The file that may hold variables; those of the process go before it. */
  public Path variables() {
    return folder().resolve(".env");
  }

  /** Whether a variable is set and not empty, in the process or in the file. */
  public boolean sets(String variable) {
    return !EnvironmentFile.merge(variables(), environment, new ArrayList<>())
        .getOrDefault(variable, "")
        .isEmpty();
  }

  /** The main file, and {@code conf.d/*.toml} beside it. */
  public List<Path> files() {
    return files(new ArrayList<>());
  }

  private Path folder() {
    return java.util.Objects.requireNonNullElse(main.getParent(), main);
  }

  private List<Path> files(List<Problem> problems) {
    List<Path> files = new ArrayList<>(List.of(main));
    Path more = folder().resolve("conf.d");
    if (Files.isDirectory(more)) {
      try (Stream<Path> found = Files.list(more)) {
        found.filter(file -> file.toString().endsWith(".toml")).sorted().forEach(files::add);
      } catch (IOException e) {
        problems.add(new Problem(more, 0, "", "cannot be listed: " + e));
      }
    }
    return files;
  }
}
