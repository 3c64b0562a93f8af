package sink.postgres.write;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import monitor.api.event.Event;
import monitor.api.event.FileChange;
import monitor.api.event.Flow;
import monitor.api.event.Payload;

/** Flows, file changes, and the kinds that plugins define, whose fields are the attributes. */
record OtherRows(Common common) implements Rows {
  @Override
  public String table() {
    return "events";
  }

  @Override
  public String columns() {
    return COMMON + ", data, attributes";
  }

  @Override
  public void write(RowBuffer row, long sequence, Event event) throws UnstorableException {
    row.begin(COMMON_COUNT + 2);
    common.write(row, sequence, event.timeNanos());
    data(row, event.payload());
    Json.attributes(row, event.attributes());
    row.end();
    row.spans(event.timeNanos());
  }

  // Later versions of the platform add payloads: those without a branch keep their attributes.
  private static void data(RowBuffer row, Payload payload) throws UnstorableException {
    switch (payload) {
      case Flow flow -> Json.column(row, json -> flow(json, flow));
      case FileChange change -> Json.column(row, json -> file(json, change));
      default -> row.none();
    }
  }

  private static void flow(JsonGenerator json, Flow flow) throws IOException, UnstorableException {
    json.writeStartObject();
    Json.text(json, "id", flow.id());
    Json.text(json, "protocol", flow.protocol());
    Json.text(json, "sourceAddress", flow.sourceAddress());
    json.writeNumberField("sourcePort", flow.sourcePort());
    Json.text(json, "destinationAddress", flow.destinationAddress());
    json.writeNumberField("destinationPort", flow.destinationPort());
    Json.text(json, "state", flow.state());
    json.writeNumberField("bytesSent", flow.bytesSent());
    json.writeNumberField("bytesReceived", flow.bytesReceived());
    json.writeNumberField("packetsSent", flow.packetsSent());
    json.writeNumberField("packetsReceived", flow.packetsReceived());
    json.writeNumberField("startNanos", flow.startNanos());
    json.writeNumberField("endNanos", flow.endNanos());
    json.writeEndObject();
  }

  private static void file(JsonGenerator json, FileChange change)
      throws IOException, UnstorableException {
    json.writeStartObject();
    Json.text(json, "path", change.path());
    json.writeStringField("operation", change.operation().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("sizeBytes", change.sizeBytes());
    json.writeEndObject();
  }
}
