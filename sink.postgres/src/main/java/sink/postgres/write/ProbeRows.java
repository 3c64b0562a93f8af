package sink.postgres.write;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import monitor.api.event.Event;
import monitor.api.event.Probed;
import monitor.api.probe.ProbeResult;
import org.jspecify.annotations.Nullable;

/** Results of probes: what all have as columns, the rest as JSON with the name of the variant. */
record ProbeRows(Common common) implements Rows {
  @Override
  public String table() {
    return "probes";
  }

  @Override
  public String columns() {
    return COMMON + ", probe, target, successful, response_millis, error, result, attributes";
  }

  @Override
  public void write(RowBuffer row, long sequence, Event event) throws UnstorableException {
    if (!(event.payload() instanceof Probed probed)) {
      throw Rows.wrongKind(event);
    }
    ProbeResult result = probed.result();
    row.begin(COMMON_COUNT + 7);
    common.write(row, sequence, event.timeNanos());
    row.text("probe", probed.probe());
    row.text("target", probed.target());
    row.bool(result.successful());
    outcome(row, result);
    Json.column(row, json -> write(json, result));
    Json.attributes(row, event.attributes());
    row.end();
  }

  private static void outcome(RowBuffer row, ProbeResult result) throws UnstorableException {
    Double millis = result.responseMillis();
    if (millis == null) {
      row.none();
    } else {
      row.float8(millis);
    }
    String error = result.error();
    if (error == null) {
      row.none();
    } else {
      row.text("error", error);
    }
  }

  private static void write(JsonGenerator json, ProbeResult result)
      throws IOException, UnstorableException {
    json.writeStartObject();
    switch (result) {
      case ProbeResult.Ping ping -> ping(json, ping);
      case ProbeResult.Traceroute trace -> traceroute(json, trace);
      case ProbeResult.TcpConnect tcp -> {
        json.writeStringField("type", "tcp");
        json.writeBooleanField("connected", tcp.connected());
        connection(json, tcp.responseMillis(), tcp.error(), tcp.resolvedAddress());
      }
      case ProbeResult.UdpConnect udp -> {
        json.writeStringField("type", "udp");
        json.writeBooleanField("successful", udp.successful());
        connection(json, udp.responseMillis(), udp.error(), udp.resolvedAddress());
      }
      case ProbeResult.HttpGet http -> http(json, http);
      case ProbeResult.Plugin plugin -> plugin(json, plugin);
    }
    json.writeEndObject();
  }

  private static void ping(JsonGenerator json, ProbeResult.Ping ping)
      throws IOException, UnstorableException {
    json.writeStringField("type", "ping");
    json.writeNumberField("successes", ping.successes());
    json.writeNumberField("failures", ping.failures());
    Json.numbers(json, "latenciesMillis", ping.latenciesMillis());
    Json.texts(json, "errors", ping.errors());
    Json.text(json, "resolvedAddress", ping.resolvedAddress());
  }

  private static void traceroute(JsonGenerator json, ProbeResult.Traceroute trace)
      throws IOException, UnstorableException {
    json.writeStringField("type", "traceroute");
    json.writeArrayFieldStart("hops");
    for (ProbeResult.Traceroute.Hop hop : trace.hops()) {
      json.writeStartObject();
      json.writeNumberField("distance", hop.distance());
      Json.text(json, "address", hop.address());
      Json.numbers(json, "latenciesMillis", hop.latenciesMillis());
      json.writeNumberField("lost", hop.lost());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeBooleanField("targetReached", trace.targetReached());
    json.writeNumberField("totalMillis", trace.totalMillis());
    Json.texts(json, "errors", trace.errors());
  }

  private static void connection(
      JsonGenerator json, @Nullable Double millis, @Nullable String error, @Nullable String address)
      throws IOException, UnstorableException {
    Json.number(json, "responseMillis", millis);
    Json.text(json, "error", error);
    Json.text(json, "resolvedAddress", address);
  }

  private static void http(JsonGenerator json, ProbeResult.HttpGet http)
      throws IOException, UnstorableException {
    json.writeStringField("type", "http");
    Json.number(json, "statusCode", http.statusCode());
    Json.number(json, "responseMillis", http.responseMillis());
    Json.number(json, "responseBytes", http.responseBytes());
    Json.text(json, "error", http.error());
    json.writeBooleanField("successful", http.successful());
  }

  private static void plugin(JsonGenerator json, ProbeResult.Plugin plugin)
      throws IOException, UnstorableException {
    json.writeStringField("type", "plugin");
    Json.text(json, "name", plugin.name());
    Json.text(json, "version", plugin.version());
    json.writeBooleanField("successful", plugin.successful());
    Json.number(json, "responseMillis", plugin.responseMillis());
    Json.text(json, "error", plugin.error());
    json.writeFieldName("data");
    Json.map(json, plugin.data());
  }
}
