package monitor.itest.space;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import monitor.itest.Api;
import monitor.itest.upgrade.Editions;
import monitor.itest.upgrade.Flaw;
import monitor.itest.upgrade.Shipped;

/** New versions of {@code sink.postgres} for collectors, through their API. */
final class Upgrades implements AutoCloseable {
  private final Editions editions;
  private int versions;

  /** From the collector's own. */
  Upgrades(Fleet fleet) throws IOException {
    editions = new Editions(fleet.collectors().getFirst().node().home());
  }

  /** One of the collectors gets a version whose classes are all its own. */
  Blow upgrade() {
    return new Blow(
        "UPGRADE",
        (fleet, random) ->
            upgrade(fleet.collectors().get(random.nextInt(fleet.collectors().size()))));
  }

  private void upgrade(Collector collector) throws Exception {
    String version = "1.0." + ++versions;
    Api api = collector.api();
    byte[] jar = editions.jar(Shipped.SINK, Flaw.NONE, version);
    JsonNode end = api.end(api.install(jar, "sink.postgres.jar"));
    String now =
        api.plugin(Shipped.SINK.plugin()).map(each -> each.path("version").asText()).orElse("");
    if (!end.path("state").asText().equals("committed") || !now.equals(version)) {
      throw new AssertionError("%s is in force after %s".formatted(now, end));
    }
  }

  @Override
  public void close() throws IOException {
    editions.close();
  }
}
