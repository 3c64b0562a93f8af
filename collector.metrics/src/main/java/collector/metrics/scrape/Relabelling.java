package collector.metrics.scrape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which series are kept, and how they and their labels are named.
 *
 * @param keep only these; none keeps all
 * @param drop but not these
 * @param rename names of metrics, old to new
 * @param dropLabels names of labels that are left out
 * @param renameLabels names of labels, old to new
 */
record Relabelling(
    List<Selector> keep,
    List<Selector> drop,
    Map<Wildcard, String> rename,
    List<Wildcard> dropLabels,
    Map<String, String> renameLabels) {

  /** Whether a series is kept. */
  boolean keeps(String name, Map<String, String> labels) {
    return (keep.isEmpty() || keep.stream().anyMatch(each -> each.matches(name, labels)))
        && drop.stream().noneMatch(each -> each.matches(name, labels));
  }

  /** The new name of a metric: by the first rule that fits. */
  String name(String name) {
    for (Map.Entry<Wildcard, String> rule : rename.entrySet()) {
      String renamed = rule.getKey().replaced(name, rule.getValue());
      if (renamed != null) {
        return renamed;
      }
    }
    return name;
  }

  /** The labels that stay, by their new names; empty ones are none. */
  Map<String, String> labels(Map<String, String> labels) {
    Map<String, String> kept = new TreeMap<>();
    labels.forEach((name, value) -> {
      if (!value.isEmpty() && dropLabels.stream().noneMatch(each -> each.matches(name))) {
        kept.put(renameLabels.getOrDefault(name, name), value);
      }
    });
    return kept;
  }

  /**
   * A text in which each star stands for any characters.
   *
   * @param parts what is around the stars
   */
  record Wildcard(List<String> parts) {
    static Wildcard of(String text) {
      return new Wildcard(List.of(text.split("\\*", -1)));
    }

    boolean matches(String name) {
      String first = parts.getFirst();
      String last = parts.getLast();
      if (parts.size() == 1 || !name.startsWith(first)) {
        return name.equals(first) && parts.size() == 1;
      }
      int at = first.length();
      for (String part : parts.subList(1, parts.size() - 1)) {
        int found = name.indexOf(part, at);
        if (found < 0) {
          return false;
        }
        at = found + part.length();
      }
      return name.length() - at >= last.length() && name.endsWith(last);
    }

    /** What a name becomes, or null if this is another one. */
    @Nullable String replaced(String name, String with) {
      if (!matches(name)) {
        return null;
      }
      return with.endsWith("*")
          ? with.substring(0, with.length() - 1) + name.substring(parts.getFirst().length())
          : with;
    }
  }

  /**
   * Selects series.
   *
   * @param name of the metric
   * @param labels that it must have, an empty pattern for none
   */
  record Selector(Wildcard name, Map<String, Wildcard> labels) {
    boolean matches(String metric, Map<String, String> of) {
      return name.matches(metric)
          && labels.entrySet().stream()
              .allMatch(each -> each.getValue().matches(of.getOrDefault(each.getKey(), "")));
    }

    /**
     * Reads {@code name} or {@code name{label=value,...}}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Selector of(String text) {
      int brace = text.indexOf('{');
      if (brace < 0) {
        return new Selector(Wildcard.of(text.strip()), Map.of());
      }
      if (!text.endsWith("}")) {
        throw new IllegalArgumentException("'%s' has no } at its end".formatted(text));
      }
      Map<String, Wildcard> labels = new LinkedHashMap<>();
      for (String part : text.substring(brace + 1, text.length() - 1).split(",")) {
        String[] pair = part.split("=", 2);
        if (pair.length < 2) {
          throw new IllegalArgumentException("'%s' is not of the form label=value".formatted(part));
        }
        labels.put(pair[0].strip(), Wildcard.of(pair[1].strip()));
      }
      return new Selector(Wildcard.of(text.substring(0, brace).strip()), labels);
    }

    static List<Selector> all(List<String> texts) {
      List<Selector> all = new ArrayList<>();
      texts.forEach(text -> all.add(of(text)));
      return all;
    }
  }
}
