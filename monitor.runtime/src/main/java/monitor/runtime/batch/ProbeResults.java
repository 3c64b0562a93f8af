package monitor.runtime.batch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import monitor.api.probe.ProbeResult;
import org.jspecify.annotations.Nullable;

/** Results of probes in CBOR: an array that begins with the name of the variant. */
final class ProbeResults {
  private ProbeResults() {}

  static void write(CBORGenerator cbor, ProbeResult result) throws IOException {
    switch (result) {
      case ProbeResult.Ping ping -> writePing(cbor, ping);
      case ProbeResult.Traceroute trace -> writeTrace(cbor, trace);
      case ProbeResult.TcpConnect tcp -> {
        cbor.writeStartArray(null, 5);
        cbor.writeString("tcp");
        cbor.writeBoolean(tcp.connected());
        writeTimes(cbor, tcp.responseMillis(), tcp.error());
        writeText(cbor, tcp.resolvedAddress());
      }
      case ProbeResult.UdpConnect udp -> {
        cbor.writeStartArray(null, 5);
        cbor.writeString("udp");
        cbor.writeBoolean(udp.successful());
        writeTimes(cbor, udp.responseMillis(), udp.error());
        writeText(cbor, udp.resolvedAddress());
      }
      case ProbeResult.HttpGet http -> writeHttp(cbor, http);
      case ProbeResult.Plugin plugin -> writePlugin(cbor, plugin);
    }
    cbor.writeEndArray();
  }

  private static void writePing(CBORGenerator cbor, ProbeResult.Ping ping) throws IOException {
    cbor.writeStartArray(null, 6);
    cbor.writeString("ping");
    cbor.writeNumber(ping.successes());
    cbor.writeNumber(ping.failures());
    writeNumbers(cbor, ping.latenciesMillis());
    writeTexts(cbor, ping.errors());
    writeText(cbor, ping.resolvedAddress());
  }

  private static void writeTrace(CBORGenerator cbor, ProbeResult.Traceroute trace)
      throws IOException {
    cbor.writeStartArray(null, 5);
    cbor.writeString("traceroute");
    cbor.writeStartArray(null, trace.hops().size());
    for (ProbeResult.Traceroute.Hop hop : trace.hops()) {
      cbor.writeStartArray(null, 4);
      cbor.writeNumber(hop.distance());
      writeText(cbor, hop.address());
      writeNumbers(cbor, hop.latenciesMillis());
      cbor.writeNumber(hop.lost());
      cbor.writeEndArray();
    }
    cbor.writeEndArray();
    cbor.writeBoolean(trace.targetReached());
    cbor.writeNumber(trace.totalMillis());
    writeTexts(cbor, trace.errors());
  }

  private static void writeHttp(CBORGenerator cbor, ProbeResult.HttpGet http) throws IOException {
    cbor.writeStartArray(null, 6);
    cbor.writeString("http");
    cbor.writeBoolean(http.successful());
    writeTimes(cbor, http.responseMillis(), http.error());
    writeLong(cbor, http.statusCode() == null ? null : http.statusCode().longValue());
    writeLong(cbor, http.responseBytes());
  }

  private static void writePlugin(CBORGenerator cbor, ProbeResult.Plugin plugin)
      throws IOException {
    cbor.writeStartArray(null, 7);
    cbor.writeString("plugin");
    cbor.writeBoolean(plugin.successful());
    writeTimes(cbor, plugin.responseMillis(), plugin.error());
    cbor.writeString(plugin.name());
    cbor.writeString(plugin.version());
    cbor.writeStartObject(null, plugin.data().size());
    for (Map.Entry<String, String> entry : plugin.data().entrySet()) {
      cbor.writeStringField(entry.getKey(), entry.getValue());
    }
    cbor.writeEndObject();
  }

  private static void writeTimes(
      JsonGenerator cbor, @Nullable Double millis, @Nullable String error) throws IOException {
    if (millis == null) {
      cbor.writeNull();
    } else {
      cbor.writeNumber(millis);
    }
    writeText(cbor, error);
  }

  private static void writeLong(JsonGenerator cbor, @Nullable Long value) throws IOException {
    if (value == null) {
      cbor.writeNull();
    } else {
      cbor.writeNumber(value);
    }
  }

  private static void writeText(JsonGenerator cbor, @Nullable String text) throws IOException {
    if (text == null) {
      cbor.writeNull();
    } else {
      cbor.writeString(text);
    }
  }

  private static void writeNumbers(JsonGenerator cbor, List<Double> numbers) throws IOException {
    cbor.writeStartArray(null, numbers.size());
    for (double number : numbers) {
      cbor.writeNumber(number);
    }
    cbor.writeEndArray();
  }

  static void writeTexts(JsonGenerator cbor, List<?> texts) throws IOException {
    cbor.writeStartArray(null, texts.size());
    for (Object text : texts) {
      cbor.writeString((String) text);
    }
    cbor.writeEndArray();
  }

  /** Reads what {@link #write} wrote, up to the end of its array. */
  static ProbeResult read(CborReader in) throws IOException {
    in.beginArray();
    String variant = in.text();
    ProbeResult result =
        switch (variant) {
          case "ping" ->
              new ProbeResult.Ping(
                  (int) in.number(), (int) in.number(), in.decimals(), in.texts(), in.textOrNull());
          case "traceroute" ->
              new ProbeResult.Traceroute(readHops(in), in.flag(), in.decimal(), in.texts());
          case "tcp" -> readTcp(in);
          case "udp" -> readUdp(in);
          case "http" -> readHttp(in);
          case "plugin" -> readPlugin(in);
          default -> throw new IOException("unknown probe result '" + variant + "'");
        };
    in.endArray();
    return result;
  }

  private static List<ProbeResult.Traceroute.Hop> readHops(CborReader in) throws IOException {
    List<ProbeResult.Traceroute.Hop> hops = new ArrayList<>();
    in.beginArray();
    while (in.hasNext()) {
      in.beginArray();
      hops.add(
          new ProbeResult.Traceroute.Hop(
              (int) in.number(), in.textOrNull(), in.decimals(), (int) in.number()));
      in.endArray();
    }
    in.endArray();
    return hops;
  }

  private static ProbeResult readTcp(CborReader in) throws IOException {
    return new ProbeResult.TcpConnect(
        in.flag(), in.decimalOrNull(), in.textOrNull(), in.textOrNull());
  }

  private static ProbeResult readUdp(CborReader in) throws IOException {
    return new ProbeResult.UdpConnect(
        in.flag(), in.decimalOrNull(), in.textOrNull(), in.textOrNull());
  }

  private static ProbeResult readHttp(CborReader in) throws IOException {
    boolean successful = in.flag();
    Double millis = in.decimalOrNull();
    String error = in.textOrNull();
    Long status = in.numberOrNull();
    return new ProbeResult.HttpGet(
        status == null ? null : status.intValue(), millis, in.numberOrNull(), error, successful);
  }

  private static ProbeResult readPlugin(CborReader in) throws IOException {
    boolean successful = in.flag();
    Double millis = in.decimalOrNull();
    String error = in.textOrNull();
    return new ProbeResult.Plugin(in.text(), in.text(), successful, millis, error, in.textMap());
  }
}
