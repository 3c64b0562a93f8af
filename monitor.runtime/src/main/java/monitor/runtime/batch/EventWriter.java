package monitor.runtime.batch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import monitor.api.event.Attributes;
import monitor.api.event.Custom;
import monitor.api.event.Event;
import monitor.api.event.FileChange;
import monitor.api.event.Flow;
import monitor.api.event.LogLine;
import monitor.api.event.Payload;
import monitor.api.event.Probed;
import monitor.api.event.ProcessObservation;
import monitor.api.event.Sample;
import monitor.api.event.Series;
import monitor.api.event.Text;

/**
 * Encodes the events of one batch as a CBOR sequence (RFC 8742) of arrays. A series is written in
 * full where it is first used and by its number afterwards. Not thread safe.
 */
final class EventWriter {
  private static final CBORFactory FACTORY =
      CBORFactory.builder()
          .disable(CBORGenerator.Feature.WRITE_TYPE_HEADER)
          // Half of a surrogate pair, left by cutting a text, is no reason to lose the event.
          .enable(CBORGenerator.Feature.LENIENT_UTF_ENCODING)
          .build();

  private final ByteBlock block;
  private final CBORGenerator cbor;
  private final Map<Series, Integer> series = new HashMap<>();
  private byte[] scratch = new byte[4096];
  private long lastNanos;

  EventWriter(ByteBlock block) {
    this.block = block;
    try {
      this.cbor = FACTORY.createGenerator(block);
      cbor.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends an event whose time is known. */
  void write(Event event) {
    try {
      Payload payload = event.payload();
      boolean attributes = !event.attributes().isEmpty();
      cbor.writeStartArray(null, 1 + fields(payload) + (attributes ? 1 : 0));
      cbor.writeNumber(event.timeNanos() - lastNanos);
      lastNanos = event.timeNanos();
      writePayload(payload);
      if (attributes) {
        writeAttributes(event.attributes());
      }
      cbor.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the batch: the bytes are now in the block. */
  void finish() {
    try {
      cbor.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int fields(Payload payload) {
    return switch (payload) {
      case Sample s -> 2;
      case LogLine l -> 3;
      case ProcessObservation p -> 10;
      case Flow f -> 13;
      case FileChange f -> 3;
      case Probed p -> 3;
      case Custom c -> 0;
    };
  }

  private void writePayload(Payload payload) throws IOException {
    switch (payload) {
      case Sample sample -> writeSample(sample);
      case LogLine line -> writeLine(line);
      case ProcessObservation process -> writeProcess(process);
      case Flow flow -> writeFlow(flow);
      case FileChange change -> writeChange(change);
      case Probed probed -> writeProbed(probed);
      case Custom custom -> {}
    }
  }

  private void writeSample(Sample sample) throws IOException {
    Integer known = series.get(sample.series());
    if (known != null) {
      cbor.writeNumber(known);
    } else {
      series.put(sample.series(), series.size());
      writeSeries(sample.series());
    }
    cbor.writeNumber(sample.value());
  }

  private void writeSeries(Series definition) throws IOException {
    cbor.writeStartArray(null, 4);
    cbor.writeString(definition.name());
    cbor.writeNumber(definition.instrument().ordinal());
    cbor.writeString(definition.unit());
    writeAttributes(definition.attributes());
    cbor.writeEndArray();
  }

  private void writeLine(LogLine line) throws IOException {
    Text body = line.body();
    if (body.length() > scratch.length) {
      scratch = new byte[Math.max(body.length(), 2 * scratch.length)];
    }
    body.copyTo(scratch, 0);
    cbor.writeBinary(scratch, 0, body.length());
    cbor.writeNumber(line.severity().number());
    cbor.writeBoolean(line.cut());
  }

  private void writeProcess(ProcessObservation process) throws IOException {
    cbor.writeNumber(process.phase().ordinal());
    cbor.writeNumber(process.pid());
    cbor.writeNumber(process.parentPid());
    cbor.writeString(process.name());
    cbor.writeString(process.executable());
    cbor.writeString(process.commandLine());
    cbor.writeString(process.user());
    cbor.writeNumber(process.startNanos());
    cbor.writeNumber(process.cpuUtilization());
    cbor.writeNumber(process.memoryBytes());
  }

  private void writeFlow(Flow flow) throws IOException {
    cbor.writeString(flow.id());
    cbor.writeString(flow.protocol());
    cbor.writeString(flow.sourceAddress());
    cbor.writeNumber(flow.sourcePort());
    cbor.writeString(flow.destinationAddress());
    cbor.writeNumber(flow.destinationPort());
    cbor.writeString(flow.state());
    cbor.writeNumber(flow.bytesSent());
    cbor.writeNumber(flow.bytesReceived());
    cbor.writeNumber(flow.packetsSent());
    cbor.writeNumber(flow.packetsReceived());
    cbor.writeNumber(flow.startNanos());
    cbor.writeNumber(flow.endNanos());
  }

  private void writeChange(FileChange change) throws IOException {
    cbor.writeString(change.path());
    cbor.writeNumber(change.operation().ordinal());
    cbor.writeNumber(change.sizeBytes());
  }

  private void writeProbed(Probed probed) throws IOException {
    cbor.writeString(probed.probe());
    cbor.writeString(probed.target());
    ProbeResults.write(cbor, probed.result());
  }

  private void writeAttributes(Attributes attributes) throws IOException {
    cbor.writeStartObject(null, attributes.size());
    for (Map.Entry<String, Object> entry : attributes.asMap().entrySet()) {
      cbor.writeFieldName(entry.getKey());
      writeValue(entry.getValue());
    }
    cbor.writeEndObject();
  }

  private void writeValue(Object value) throws IOException {
    switch (value) {
      case String text -> cbor.writeString(text);
      case Long number -> cbor.writeNumber(number);
      case Double number -> cbor.writeNumber(number);
      case Boolean flag -> cbor.writeBoolean(flag);
      case List<?> texts -> ProbeResults.writeTexts(cbor, texts);
      default -> throw new IllegalStateException("attributes hold no " + value.getClass());
    }
  }

  /** Bytes encoded so far, those still inside the generator included. */
  int size() {
    return block.size() + cbor.getOutputBuffered();
  }
}
