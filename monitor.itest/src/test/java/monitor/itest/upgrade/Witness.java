package monitor.itest.upgrade;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The plugin that is not upgraded, and what it noted. */
final class Witness {
  static final String NAME = "upgrade.witness";

  private static final String MANIFEST =
      """
      Manifest-Version: 1.0
      Bundle-ManifestVersion: 2
      Bundle-SymbolicName: upgrade.witness
      Bundle-Version: 1.0.0
      Import-Package: monitor.api.delivery;version="[1.0,2)",
       monitor.api.event;version="[1.0,2)",monitor.api.sink;version="[1.0,2)",
       monitor.api.source;version="[1.0,2)"
      Provide-Capability: monitor.source;kinds:List<String>="witness.tick";
       offers:List<String>="CUSTOM",monitor.sink;kinds:List<String>="witness.tick"
      Require-Capability: osgi.extender;
       filter:="(&(osgi.extender=osgi.component)(version>=1.5.0))"
      Service-Component: OSGI-INF/source.xml,OSGI-INF/sink.xml

      """;

  private static final String COMPONENT =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="upgrade.witness.%1$s">
        <property name="monitor.kinds" type="String">witness.tick</property>
        %2$s
        <service><provide interface="%3$s"/></service>
        <implementation class="%4$s"/>
      </scr:component>
      """;

  private static final String OFFERS =
      "<property name=\"monitor.offers\" type=\"String\">CUSTOM</property>";
  private static final String BEST_EFFORT =
      "<property name=\"monitor.essential\" type=\"Boolean\" value=\"false\"/>";

  private Witness() {}

  /** Its jar. */
  static byte[] jar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      write(zip, "META-INF/MANIFEST.MF", MANIFEST.getBytes(StandardCharsets.UTF_8));
      write(zip, "OSGI-INF/source.xml", component("source", OFFERS, WitnessSource.class));
      write(zip, "OSGI-INF/sink.xml", component("sink", BEST_EFFORT, WitnessSink.class));
      for (Class<?> type : List.of(WitnessSource.class, WitnessSink.class)) {
        String file = type.getSimpleName() + ".class";
        URI place = URI.create(String.valueOf(type.getResource(file)));
        String name = type.getPackageName().replace('.', '/') + "/" + file;
        write(zip, name, Files.readAllBytes(Path.of(place)));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] component(String name, String property, Class<?> type) {
    String service = type.getInterfaces()[0].getName();
    return COMPONENT
        .formatted(name, property, service, type.getName())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void write(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  /**
   * Times between two events of the source, or two batches at the sink, in order.
   *
   * @param startNanos of each, since 1970
   * @param lengthNanos of each
   */
  record Gaps(List<Long> startNanos, List<Long> lengthNanos) {
    /** Lengths of those that touch one of the windows, or none of them; the shortest first. */
    List<Long> sorted(Windows windows, boolean within) {
      List<Long> lengths = new ArrayList<>();
      for (int i = 0; i < lengthNanos.size(); i++) {
        long start = startNanos.get(i);
        if (windows.touch(start, start + lengthNanos.get(i)) == within) {
          lengths.add(lengthNanos.get(i));
        }
      }
      Collections.sort(lengths);
      return lengths;
    }
  }

  /** Between the events of the source. */
  static Gaps ofSource(Path data) throws IOException {
    List<Long> times = new ArrayList<>();
    for (String line : notes(data)) {
      String[] words = line.split(" ");
      for (int i = 1; i < words.length; i++) {
        times.add(Long.parseLong(words[i]));
      }
    }
    return between(times);
  }

  /** Between the batches that arrived at the sink. */
  static Gaps ofSink(Path data) throws IOException {
    List<Long> times = new ArrayList<>();
    for (String line : notes(data)) {
      times.add(Long.parseLong(line.split(" ", 2)[0]));
    }
    return between(times);
  }

  private static List<String> notes(Path data) throws IOException {
    return Files.readAllLines(
        data.resolve("state").resolve(NAME).resolve(NAME + ".sink").resolve("notes.txt"));
  }

  private static Gaps between(List<Long> times) {
    List<Long> lengths = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      lengths.add(times.get(i) - times.get(i - 1));
    }
    return new Gaps(times, lengths);
  }
}
