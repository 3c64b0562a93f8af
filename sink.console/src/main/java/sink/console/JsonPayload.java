package sink.console;

import static sink.console.JsonLines.text;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import monitor.api.event.FileChange;
import monitor.api.event.Flow;
import monitor.api.event.LogLine;
import monitor.api.event.Payload;
import monitor.api.event.Probed;
import monitor.api.event.ProcessObservation;
import monitor.api.event.Sample;
import monitor.api.probe.ProbeResult;

/** The fields of each payload; a kind that is not known here shows its attributes alone. */
final class JsonPayload {
  private JsonPayload() {}

  static void write(JsonGenerator json, Payload payload) throws IOException {
    switch (payload) {
      case LogLine line -> log(json, line);
      case Sample sample -> sample(json, sample);
      case ProcessObservation process -> process(json, process);
      case Flow flow -> flow(json, flow);
      case FileChange change -> {
        text(json, "path", change.path());
        text(json, "operation", lower(change.operation()));
        json.writeNumberField("sizeBytes", change.sizeBytes());
      }
      case Probed probed -> probe(json, probed);
      default -> {}
    }
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void log(JsonGenerator json, LogLine line) throws IOException {
    text(json, "body", line.body().toString());
    if (!line.body().isUtf8()) {
      json.writeBinaryField("bodyBytes", line.body().toByteArray());
    }
    text(json, "severity", lower(line.severity()));
    if (line.cut()) {
      json.writeBooleanField("cut", true);
    }
  }

  private static void sample(JsonGenerator json, Sample sample) throws IOException {
    text(json, "name", sample.series().name());
    text(json, "unit", sample.series().unit());
    text(json, "instrument", lower(sample.series().instrument()));
    JsonLines.attributes(json, "series", sample.series().attributes());
    json.writeNumberField("value", sample.value());
  }

  private static void process(JsonGenerator json, ProcessObservation process) throws IOException {
    text(json, "phase", lower(process.phase()));
    json.writeNumberField("pid", process.pid());
    json.writeNumberField("parentPid", process.parentPid());
    text(json, "name", process.name());
    text(json, "executable", process.executable());
    text(json, "commandLine", process.commandLine());
    text(json, "user", process.user());
    json.writeStringField("started", LineFormat.time(process.startNanos()));
    json.writeNumberField("cpuUtilization", process.cpuUtilization());
    json.writeNumberField("memoryBytes", process.memoryBytes());
  }

  private static void flow(JsonGenerator json, Flow flow) throws IOException {
    text(json, "id", flow.id());
    text(json, "protocol", flow.protocol());
    text(json, "sourceAddress", flow.sourceAddress());
    json.writeNumberField("sourcePort", flow.sourcePort());
    text(json, "destinationAddress", flow.destinationAddress());
    json.writeNumberField("destinationPort", flow.destinationPort());
    text(json, "state", flow.state());
    json.writeNumberField("bytesSent", flow.bytesSent());
    json.writeNumberField("bytesReceived", flow.bytesReceived());
    json.writeNumberField("packetsSent", flow.packetsSent());
    json.writeNumberField("packetsReceived", flow.packetsReceived());
    json.writeStringField("started", LineFormat.time(flow.startNanos()));
    json.writeStringField("ended", LineFormat.time(flow.endNanos()));
  }

  private static void probe(JsonGenerator json, Probed probed) throws IOException {
    ProbeResult result = probed.result();
    text(json, "probe", probed.probe());
    text(json, "target", probed.target());
    json.writeBooleanField("successful", result.successful());
    Double millis = result.responseMillis();
    if (millis != null) {
      json.writeNumberField("responseMillis", millis);
    }
    if (result instanceof ProbeResult.Ping ping) {
      json.writeNumberField("successes", ping.successes());
      json.writeNumberField("failures", ping.failures());
      numbers(json, "latenciesMillis", ping.latenciesMillis());
    }
    text(json, "error", result.error());
  }

  private static void numbers(JsonGenerator json, String name, List<Double> numbers)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (double number : numbers) {
      json.writeNumber(number);
    }
    json.writeEndArray();
  }
}
