package monitor.cli.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import monitor.cli.client.Encoded;
import monitor.cli.terminal.VisibleText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that say of what time and which hosts stored data is asked for. */
final class Asked {
  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Begin, such as now-6h or 2026-07-20T12:00:00Z (default: an hour before --to).")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "End (default: now).")
  private @Nullable String to;

  @Option(names = "--host", paramLabel = "HOST", description = "Only of this host.")
  private @Nullable String host;

  @Option(
      names = "--tag",
      paramLabel = "NAME=VALUE",
      description = "Only of hosts with this tag; may be given several times.")
  private Map<String, String> tags = new LinkedHashMap<>();

  @SuppressWarnings("NullAway.Init")
  Asked() {}

  /** Tells a person, beside the empty table, that it is empty for want of data. */
  static void sayIfNone(CommandSpec spec, JsonNode found, String what) {
    if (found.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(VisibleText.of("No %s were found; see --from, --to and --host".formatted(what)));
    }
  }

  /** The route with these parameters and those of the options; what is null is left out. */
  String path(String route, Map<String, ? extends @Nullable Object> more) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("from", from);
    all.put("to", to);
    all.put("host", host);
    tags.forEach((name, value) -> all.put("tag." + name, value));
    all.putAll(more);
    return "/api/v1/"
        + route
        + all.entrySet().stream()
            .filter(each -> each.getValue() != null)
            .map(each ->
                Encoded.of(each.getKey()) + "=" + Encoded.of(String.valueOf(each.getValue())))
            .collect(Collectors.joining("&", "?", ""));
  }
}
