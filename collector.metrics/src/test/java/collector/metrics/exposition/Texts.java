package collector.metrics.exposition;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Texts read into lines that a test can compare: {@code type role name{labels} value [@nanos]}. */
final class Texts {
  static final ExpositionReader.Limits LIMITS = new ExpositionReader.Limits(64 << 10, 10_000);

  private Texts() {}

  static List<String> read(TextFormat format, String text) throws IOException {
    return read(format, text.getBytes(StandardCharsets.UTF_8));
  }

  static List<String> read(TextFormat format, byte[] text) throws IOException {
    List<String> all = new ArrayList<>();
    new ExpositionReader(format, LIMITS, new ByteArrayInputStream(text))
        .read(sample -> all.add(show(sample)));
    return all;
  }

  private static String show(SampleLine sample) throws IOException {
    TreeMap<String, String> labels = new TreeMap<>();
    for (int i = 0; i < sample.labels().count(); i++) {
      labels.put(sample.labels().name(i), sample.labels().value(i));
    }
    String time = sample.timed() ? " @" + sample.timeNanos() : "";
    return "%s %s %s%s %s%s"
        .formatted(
            sample.family().type(), sample.role(), sample.name(), labels, sample.value(), time);
  }
}
