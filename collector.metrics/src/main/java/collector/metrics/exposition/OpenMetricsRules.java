package collector.metrics.exposition;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What OpenMetrics 1.0 forbids beyond the form of a line, as its reference parser (prometheus
 * client_python) checks it: names that clash, groups that are taken up again, times that go back,
 * values that a type cannot have.
 */
final class OpenMetricsRules {
  private static final byte[] LE = "le".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] QUANTILE = "quantile".getBytes(StandardCharsets.US_ASCII);
  private static final long SEED = new Random().nextLong();

  private final Numbers numbers;
  private final Line line;
  private final Set<String> names = new HashSet<>();
  private final HashSet64 groups = new HashSet64();
  private final HistogramRules histogram = new HistogramRules();
  private boolean grouped;
  private long group;
  private boolean newGroup;
  private boolean timed;
  private long timeNanos;
  private double bound;

  OpenMetricsRules(Numbers numbers, Line line) {
    this.numbers = numbers;
    this.line = line;
  }

  /** Looks at the labels of a sample. */
  void group(SampleLine sample) throws ExpositionException {
    Labels labels = sample.labels();
    int own = own(sample);
    bound = own >= 0 && sample.family().type() != MetricType.STATESET ? bound(labels, own) : 0;
    if (sample.family().type() == MetricType.SUMMARY
        && sample.role() == Role.VALUE
        && !(bound >= 0 && bound <= 1)) {
      throw line.errorAt(labels.valueFrom(own), "a quantile has to be between 0 and 1");
    }
    long next = sample.family().type() == MetricType.INFO ? SEED : labels.hash(own, SEED);
    newGroup = !grouped || next != group;
    if (newGroup && !groups.add(next)) {
      throw line.errorAt(line.from(), "the samples of these labels are not together");
    }
    grouped = true;
    group = next;
  }

  /** The label that parts samples within a group, or -1 where there is none. */
  private int own(SampleLine sample) throws ExpositionException {
    MetricType type = sample.family().type();
    if (sample.role() == Role.BUCKET) {
      return required(sample.labels(), LE);
    }
    if (type == MetricType.SUMMARY && sample.role() == Role.VALUE) {
      return required(sample.labels(), QUANTILE);
    }
    if (type == MetricType.STATESET) {
      return required(sample.labels(), sample.family().bytes());
    }
    return -1;
  }

  private int required(Labels labels, byte[] name) throws ExpositionException {
    int found = labels.find(name);
    if (found < 0) {
      String text = new String(name, StandardCharsets.US_ASCII);
      throw line.error("the label '%s' is missing".formatted(text));
    }
    return found;
  }

  private double bound(Labels labels, int own) throws ExpositionException {
    int from = labels.valueFrom(own);
    double value = numbers.number(line.bytes(), from, labels.valueEnd(own), from);
    boolean infinite = value == Double.POSITIVE_INFINITY;
    if (Double.isNaN(value) || infinite && !labels.value(own).equals("+Inf")) {
      throw line.errorAt(from, "this is no bound");
    }
    return value;
  }

  /** Looks at the value and the time of a sample. */
  void check(SampleLine sample, int place) throws ExpositionException {
    checkTime(sample, place);
    checkValue(sample, place);
    MetricType type = sample.family().type();
    if (type == MetricType.HISTOGRAM || type == MetricType.GAUGEHISTOGRAM) {
      String problem = histogram.take(sample, bound, newGroup);
      if (problem != null) {
        throw line.errorAt(place, problem);
      }
    }
  }

  private void checkTime(SampleLine sample, int place) throws ExpositionException {
    if (!newGroup && sample.timed() != timed) {
      throw line.errorAt(place, "some samples of a group have times and others have none");
    }
    if (!newGroup
        && timed
        && sample.timeNanos() < timeNanos
        && sample.family().type() != MetricType.INFO) {
      throw line.errorAt(place, "the time is before that of the sample before");
    }
    timed = sample.timed();
    timeNanos = sample.timed() ? sample.timeNanos() : 0;
  }

  private void checkValue(SampleLine sample, int place) throws ExpositionException {
    double value = sample.value();
    String problem =
        switch (sample.role()) {
          case TOTAL, SUM -> value >= 0 ? "" : "this value has to be 0 or more";
          case COUNT, BUCKET, GCOUNT ->
              value >= 0 && value == Math.rint(value) ? "" : "a count has to be a whole number";
          case GSUM -> Double.isNaN(value) ? "this value has to be a number" : "";
          case INFO -> value == 1 ? "" : "the value of an info has to be 1";
          case CREATED -> "";
          case VALUE -> plain(sample.family().type(), value);
        };
    if (!problem.isEmpty()) {
      throw line.errorAt(place, problem);
    }
  }

  private static String plain(MetricType type, double value) {
    if (type == MetricType.STATESET && value != 0 && value != 1) {
      return "a state is 0 or 1";
    }
    return type == MetricType.SUMMARY && value < 0 ? "a quantile cannot be negative" : "";
  }

  /** Only buckets and totals may have an exemplar. */
  void requireExemplarAllowed(SampleLine sample, int place) throws ExpositionException {
    if (sample.role() != Role.BUCKET && sample.role() != Role.TOTAL) {
      throw line.errorAt(place, "a sample of this sort has no exemplar");
    }
  }

  /** Looks at a family that is complete. */
  void end(Family family) throws ExpositionException {
    String problem = histogram.end();
    if (problem == null) {
      problem = unitProblem(family);
    }
    if (problem == null) {
      problem = clash(family);
    }
    if (problem != null) {
      throw new ExpositionException(family.line(), 1, problem);
    }
    groups.clear();
    grouped = false;
  }

  private static @Nullable String unitProblem(Family family) {
    if (family.unit().isEmpty()) {
      return null;
    }
    if (!family.name().endsWith("_" + family.unit())) {
      return "the name %s does not end in its unit %s".formatted(family.name(), family.unit());
    }
    return switch (family.type()) {
      case INFO, STATESET ->
          "%s has a unit, which its type does not allow".formatted(family.name());
      default -> null;
    };
  }

  private @Nullable String clash(Family family) {
    boolean isNew = names.add(family.name());
    for (Role role : family.type().roles()) {
      isNew &= role == Role.VALUE || names.add(family.name() + role.suffix());
    }
    return isNew ? null : "the names of %s were used before".formatted(family.name());
  }
}
