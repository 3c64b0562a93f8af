package sink.postgres.read;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import monitor.api.probe.ProbeResult;
import org.jspecify.annotations.Nullable;

/**
 * The result of a probe as it was stored.
 *
 * @param fields of the JSON object
 */
record StoredResult(Map<String, @Nullable Object> fields) {
  /** The result that was stored; of a type that a later version added: a plugin's. */
  static ProbeResult of(Map<String, @Nullable Object> fields) {
    StoredResult stored = new StoredResult(fields);
    return switch (String.valueOf(fields.get("type"))) {
      case "ping" -> stored.ping();
      case "traceroute" -> stored.traceroute();
      case "tcp" ->
          new ProbeResult.TcpConnect(
              stored.flag("connected"),
              stored.number("responseMillis"),
              stored.text("error"),
              stored.text("resolvedAddress"));
      case "udp" ->
          new ProbeResult.UdpConnect(
              stored.flag("successful"),
              stored.number("responseMillis"),
              stored.text("error"),
              stored.text("resolvedAddress"));
      case "http" -> stored.http();
      default -> stored.plugin();
    };
  }

  private ProbeResult ping() {
    return new ProbeResult.Ping(
        whole("successes"),
        whole("failures"),
        numbers("latenciesMillis"),
        texts("errors"),
        text("resolvedAddress"));
  }

  @SuppressWarnings("unchecked") // an object's fields are what the parser makes of them
  private ProbeResult traceroute() {
    List<ProbeResult.Traceroute.Hop> hops =
        list("hops").stream()
            .map(hop -> new StoredResult((Map<String, @Nullable Object>) hop).hop())
            .toList();
    Double total = number("totalMillis");
    return new ProbeResult.Traceroute(
        hops, flag("targetReached"), total == null ? 0 : total, texts("errors"));
  }

  private ProbeResult.Traceroute.Hop hop() {
    return new ProbeResult.Traceroute.Hop(
        whole("distance"), text("address"), numbers("latenciesMillis"), whole("lost"));
  }

  private ProbeResult http() {
    Object status = fields.get("statusCode");
    Object bytes = fields.get("responseBytes");
    return new ProbeResult.HttpGet(
        status instanceof Number number ? (Integer) number.intValue() : null,
        number("responseMillis"),
        bytes instanceof Number number ? (Long) number.longValue() : null,
        text("error"),
        flag("successful"));
  }

  private ProbeResult plugin() {
    Map<String, String> data = new TreeMap<>();
    if (fields.get("data") instanceof Map<?, ?> map) {
      map.forEach((name, value) -> data.put(String.valueOf(name), String.valueOf(value)));
    }
    String name = text("name");
    String version = text("version");
    return new ProbeResult.Plugin(
        name == null ? "" : name,
        version == null ? "" : version,
        flag("successful"),
        number("responseMillis"),
        text("error"),
        data);
  }

  private @Nullable String text(String name) {
    return fields.get(name) instanceof String text ? text : null;
  }

  private boolean flag(String name) {
    return Boolean.TRUE.equals(fields.get(name));
  }

  private int whole(String name) {
    return fields.get(name) instanceof Number number ? number.intValue() : 0;
  }

  /** A number; those that JSON lacks are stored as text. */
  private @Nullable Double number(String name) {
    return number(fields.get(name));
  }

  private static @Nullable Double number(@Nullable Object value) {
    return switch (value) {
      case Number number -> number.doubleValue();
      case String text -> Double.valueOf(text);
      case null, default -> null;
    };
  }

  private List<Object> list(String name) {
    return fields.get(name) instanceof List<?> list ? List.copyOf(list) : List.of();
  }

  private List<Double> numbers(String name) {
    return list(name).stream().map(StoredResult::number).filter(n -> n != null).toList();
  }

  private List<String> texts(String name) {
    return list(name).stream().map(Object::toString).toList();
  }
}
