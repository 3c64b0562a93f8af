package collector.metrics.exposition;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text of metrics and hands over its samples as they come, so that a large one takes no
 * room. Formats: Prometheus exposition format 0.0.4, and OpenMetrics 1.0 with the checks of its
 * reference parser. Exemplars are read and left out. Used by one thread, for one text.
 */
public final class ExpositionReader {
  private static final byte[] EOF = "# EOF".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_EXEMPLAR = 128;

  private final TextFormat format;
  private final boolean open;
  private final Limits limits;
  private final Lines lines;
  private final Line line = new Line();
  private final Numbers numbers = new Numbers(line);
  private final SampleLine sample = new SampleLine(line);
  private final Labels exemplar = new Labels(line);
  private final OpenMetricsRules rules = new OpenMetricsRules(numbers, line);
  private @Nullable Family family;
  private int samples;
  private int families;

  /**
   * What is refused.
   *
   * @param lineBytes longer lines
   * @param samples more of them, or of families, in one text
   */
  public record Limits(int lineBytes, int samples) {}

  /** A reader for one text. */
  public ExpositionReader(TextFormat format, Limits limits, InputStream in) {
    this.format = format;
    this.open = format == TextFormat.OPEN_METRICS;
    this.limits = limits;
    this.lines = new Lines(in, limits.lineBytes());
  }

  /**
   * Reads the text to its end.
   *
   * @throws ExpositionException if it is refused; what came before was handed over
   * @throws IOException if it cannot be read
   */
  public void read(Samples to) throws IOException {
    boolean ended = false;
    while (lines.next()) {
      line.begin(lines);
      if (ended) {
        throw line.error("there is something behind # EOF");
      }
      ended = open && lines.is(EOF);
      if (!ended) {
        requireTerminated();
        read(line, to);
      }
    }
    finish(ended);
  }

  private void requireTerminated() throws ExpositionException {
    if (!lines.terminated()) {
      line.at = line.end();
      throw line.error("the text ends within a line");
    }
  }

  private void finish(boolean ended) throws ExpositionException {
    endFamily();
    if (open && !ended) {
      throw new ExpositionException(lines.number(), 1, "the text does not end in # EOF");
    }
  }

  private void read(Line here, Samples to) throws IOException {
    if (!open) {
      here.blanks();
      if (here.atEnd()) {
        return;
      }
    }
    if (here.peek() == '#') {
      comment();
    } else {
      sample();
      to.take(sample);
    }
  }

  /** {@code # TYPE name type} and its like; in Prometheus' format others are for people. */
  private void comment() throws ExpositionException {
    int hash = line.at++;
    if (!gap()) {
      ignore(hash);
      return;
    }
    int from = line.word();
    String keyword = line.ascii(from, Math.min(line.at, from + 5));
    if (!keyword.equals("TYPE") && !keyword.equals("HELP") && !(open && keyword.equals("UNIT"))) {
      ignore(from);
      return;
    }
    requireGap();
    int name = line.at;
    line.name(true);
    metadata(keyword, name, line.ascii(name, line.at));
  }

  private void ignore(int place) throws ExpositionException {
    if (open) {
      throw line.errorAt(place, "expected # TYPE, # HELP, # UNIT or # EOF");
    }
  }

  private void metadata(String keyword, int place, String name) throws ExpositionException {
    boolean text = gap();
    if (open && !text) {
      throw line.error("expected a blank but found " + line.found());
    }
    Family current = familyOf(name);
    if (open && current.sampled()) {
      throw line.errorAt(place, "# %s %s comes after samples of it".formatted(keyword, name));
    }
    boolean first =
        switch (keyword) {
          case "TYPE" -> current.type(type());
          case "UNIT" -> current.unit(line.utf8(line.at, line.end()));
          default -> help(current);
        };
    if (open && !first) {
      throw line.errorAt(place, "there is more than one # %s of %s".formatted(keyword, name));
    }
  }

  private boolean help(Family current) throws ExpositionException {
    if (open) {
      line.utf8(line.at, line.end());
    }
    return current.help();
  }

  private MetricType type() throws ExpositionException {
    int from = line.at;
    int end = line.end();
    while (!open && end > from && (line.bytes()[end - 1] == ' ' || line.bytes()[end - 1] == '\t')) {
      end--;
    }
    MetricType type = MetricType.named(line.utf8(from, end), format);
    if (type == null) {
      throw line.error("this is no type of metrics");
    }
    return type;
  }

  private Family familyOf(String name) throws ExpositionException {
    Family current = family;
    return current != null && current.name().equals(name) ? current : begin(name);
  }

  private Family begin(String name) throws ExpositionException {
    endFamily();
    if (++families > limits.samples()) {
      throw line.error("there are more than %d families".formatted(limits.samples()));
    }
    Family next = new Family(name, line.number());
    family = next;
    return next;
  }

  private void endFamily() throws ExpositionException {
    Family current = family;
    if (open && current != null) {
      rules.end(current);
    }
  }

  private void sample() throws ExpositionException {
    if (++samples > limits.samples()) {
      throw line.error("there are more than %d samples".formatted(limits.samples()));
    }
    int from = line.at;
    line.name(true);
    int nameEnd = line.at;
    gapIn();
    sample.labels().read(open);
    place(from, nameEnd);
    if (!gap() && (open || line.at == nameEnd)) {
      throw line.error("expected a blank but found " + line.found());
    }
    int place = line.at;
    sample.value(numbers.number());
    time();
    if (open) {
      rules.check(sample, place);
    }
  }

  /** Blanks between the name and the labels, which Prometheus' format allows. */
  private void gapIn() {
    int end = line.at;
    if (!open && line.blanks() && line.peek() != '{') {
      line.at = end;
    }
  }

  private void place(int from, int nameEnd) throws ExpositionException {
    Family current = family;
    Role role = current == null ? null : current.role(format, line.bytes(), from, nameEnd);
    if (current == null || role == null) {
      current = begin(line.ascii(from, nameEnd));
      role = Role.VALUE;
    }
    sample.series(current, role, from, nameEnd);
    if (open) {
      rules.group(sample);
    }
    current.markSampled();
  }

  private void time() throws ExpositionException {
    boolean gap = gap();
    if (gap && !line.atEnd() && line.peek() != '#') {
      sample.time(open ? numbers.seconds() : numbers.millis());
      gap = gap();
    }
    if (line.atEnd() && !(open && gap)) {
      return;
    }
    if (!gap || line.peek() != '#') {
      throw line.error("expected the end of the line but found " + line.found());
    }
    exemplar();
  }

  /** {@code # {labels} value [time]}. */
  private void exemplar() throws ExpositionException {
    int from = line.at++;
    requireGap();
    if (line.peek() != '{') {
      throw line.error("an exemplar begins with its labels");
    }
    exemplar.read(open);
    if (exemplar.characters() > LONGEST_EXEMPLAR) {
      throw line.errorAt(from, "the labels of the exemplar are too long");
    }
    requireGap();
    numbers.number();
    if (gap() && (open || !line.atEnd())) {
      numbers.seconds();
    }
    if (!line.atEnd()) {
      throw line.error("expected the end of the line but found " + line.found());
    }
    if (open) {
      rules.requireExemplarAllowed(sample, from);
    }
  }

  /** Goes behind one blank, or in Prometheus' format behind any; false if there is none. */
  private boolean gap() {
    return open ? line.accept(' ') : line.blanks();
  }

  private void requireGap() throws ExpositionException {
    if (!gap()) {
      throw line.error("expected a blank but found " + line.found());
    }
  }
}
