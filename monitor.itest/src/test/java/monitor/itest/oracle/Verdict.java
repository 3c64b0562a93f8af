package monitor.itest.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the oracle says.
 *
 * @param findings what is wrong; empty if nothing is
 * @param figures what was counted, by name
 */
public record Verdict(List<Finding> findings, Map<String, Long> figures) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Copies both. */
  public Verdict {
    findings = List.copyOf(findings);
    figures = Map.copyOf(figures);
  }

  /** Whether nothing is wrong. */
  public boolean fine() {
    return findings.isEmpty();
  }

  /** The assertions that failed. */
  public Set<Check> failed() {
    Set<Check> failed = EnumSet.noneOf(Check.class);
    findings.forEach(finding -> failed.add(finding.check()));
    return failed;
  }

  /** What was lost and accounted for; nothing may be where no fault explains it. */
  public List<Finding> lost() {
    return Stream.of("events in gaps", "dead letters")
        .filter(name -> figures.getOrDefault(name, 0L) > 0)
        .map(name -> new Finding(Check.LOST, figures.get(name) + " " + name))
        .toList();
  }

  /** This one and what another one says; its figures go before. */
  public Verdict and(Verdict later) {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(later.findings);
    Map<String, Long> counted = new TreeMap<>(figures);
    counted.putAll(later.figures);
    return new Verdict(all, counted);
  }

  /** For programs. */
  public String json() {
    return write(this);
  }

  static String write(Record value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError("records can be written", e);
    }
  }

  /** For people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(fine() ? "fine" : "NOT FINE");
    new TreeMap<>(figures)
        .forEach((name, count) -> text.append("\n  %,12d  %s".formatted(count, name)));
    findings.forEach(finding -> text.append("\n  ").append(finding));
    return text.toString();
  }
}
