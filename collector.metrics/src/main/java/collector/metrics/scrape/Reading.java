package collector.metrics.scrape;

import collector.metrics.scrape.Relabelling.Selector;
import collector.metrics.scrape.Relabelling.Wildcard;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import monitor.api.config.Values;
import org.jspecify.annotations.Nullable;

/** Reads values and gathers the problems, so that a person sees all of them at once. */
final class Reading {
  private final List<String> problems = new ArrayList<>();

  void problem(String sentence) {
    problems.add(sentence);
  }

  Duration duration(String key, String text, String min, String max) {
    try {
      Duration value = Values.duration(key, text);
      if (value.compareTo(Values.duration(key, min)) < 0
          || value.compareTo(Values.duration(key, max)) > 0) {
        problems.add("%s: '%s' is not between %s and %s".formatted(key, text, min, max));
      }
      return value;
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Duration.ofSeconds(1);
    }
  }

  long size(String key, String text, String min, String max) {
    try {
      long value = Values.size(key, text);
      if (value < Values.size(key, min) || value > Values.size(key, max)) {
        problems.add("%s: '%s' is not between %s and %s".formatted(key, text, min, max));
      }
      return value;
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      return 0;
    }
  }

  int number(String key, int value, int min, int max) {
    if (value < min || value > max) {
      problems.add("%s: %d is not between %d and %d".formatted(key, value, min, max));
    }
    return value;
  }

  @Nullable Path path(String key, String text) {
    if (text.isBlank()) {
      return null;
    }
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path;
      }
      problems.add("%s: '%s' is not an absolute path".formatted(key, text));
    } catch (InvalidPathException e) {
      problems.add("%s: '%s' is not a path: %s".formatted(key, text, e.getReason()));
    }
    return null;
  }

  List<ScrapeTarget> targets(String[] texts) {
    Map<String, ScrapeTarget> targets = new LinkedHashMap<>();
    for (String text : texts) {
      try {
        targets.put(text.strip(), new ScrapeTarget(ScrapeTarget.uri(text.strip()), Map.of()));
      } catch (IllegalArgumentException e) {
        problems.add("targets: " + e.getMessage());
      }
    }
    return List.copyOf(targets.values());
  }

  Map<String, String> pairs(String key, String[] texts) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String text : texts) {
      String[] pair = text.split("=", 2);
      if (pair.length < 2 || pair[0].isBlank() || pair[1].isBlank()) {
        problems.add("%s: '%s' is not of the form name=value".formatted(key, text));
      } else {
        pairs.put(pair[0].strip(), pair[1].strip());
      }
    }
    return pairs;
  }

  Map<Wildcard, String> renames(String key, String[] texts) {
    Map<Wildcard, String> renames = new LinkedHashMap<>();
    pairs(key, texts)
        .forEach((from, to) -> {
          boolean stars = from.endsWith("*") && to.endsWith("*");
          if ((from + to).chars().filter(c -> c == '*').count() != (stars ? 2 : 0)) {
            problems.add(
                "%s: '%s=%s' may have a star at the end of both only".formatted(key, from, to));
          }
          renames.put(Wildcard.of(from), to);
        });
    return renames;
  }

  List<Selector> selectors(String key, String[] texts) {
    try {
      return Selector.all(List.of(texts));
    } catch (IllegalArgumentException e) {
      problems.add(key + ": " + e.getMessage());
      return List.of();
    }
  }

  Credentials credentials(ScrapeConfiguration configuration) {
    Path bearer = path("bearer-file", configuration.bearer$_$file());
    Path password = path("password-file", configuration.password$_$file());
    String user = configuration.username();
    if (user.isEmpty() != (password == null) || user.indexOf(':') >= 0) {
      problems.add("username: a name without a colon and a password-file belong together");
    }
    if (bearer != null && password != null) {
      problems.add("bearer-file: excludes username and password-file");
    }
    if (bearer != null) {
      return new Credentials.Bearer(bearer);
    }
    return password != null ? new Credentials.Basic(user, password) : new Credentials.None();
  }

  void throwProblems() {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }
}
