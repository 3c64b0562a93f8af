package monitor.itest.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import monitor.itest.Api;
import monitor.itest.oracle.Target;
import org.jspecify.annotations.Nullable;

/** Upgrades plugins through the API, and watches each until it is decided. For one thread. */
final class Upgrader {
  private static final Duration LOOK = Duration.ofMillis(3);

  /** A deployment has limits of its own, all together shorter. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Target target;
  private final Api api;
  private final Editions editions;

  Upgrader(Target target, Editions editions) throws IOException, InterruptedException {
    this.target = target;
    this.api = target.api();
    this.editions = editions;
  }

  /** Uploads a version and waits for the end of its deployment. */
  JsonNode install(Shipped plugin, Flaw flaw, String version)
      throws IOException, InterruptedException {
    return install(editions.jar(plugin, flaw, version), plugin.plugin() + ".jar");
  }

  /** Uploads a jar and waits for the end of its deployment. */
  JsonNode install(byte[] jar, String name) throws IOException, InterruptedException {
    return await(api.install(jar, name).path("id").asText(), Swap::ended);
  }

  /** Changes a plugin, such as {@code disable}, and waits for the end. */
  JsonNode change(Shipped plugin, String what) throws IOException, InterruptedException {
    JsonNode asked = api.change("plugins/" + plugin.plugin() + "/" + what);
    return await(asked.path("id").asText(), Swap::ended);
  }

  /**
   * One upgrade while a batch is in flight, until the new version is in force or the old one again.
   */
  Swap swap(Shipped plugin, Flaw flaw, String version) throws Exception {
    String before = version(plugin);
    byte[] jar = editions.jar(plugin, flaw, version);
    String id;
    long inFlight;
    long buffered;
    try (Hold hold = Hold.until(target)) {
      buffered = awaitBuffered();
      id = api.install(jar, plugin.plugin() + ".jar").path("id").asText();
      await(id, deployment -> Swap.ended(deployment) || Swap.step(deployment, "stop").isPresent());
      inFlight = hold.inFlight();
    }
    JsonNode end = await(id, Swap::ended);
    JsonNode back =
        Swap.committed(end) && flaw != Flaw.NONE ? awaitReturn(plugin, version, end) : null;
    return new Swap(plugin, flaw, version, before, end, back, inFlight, buffered);
  }

  String version(Shipped plugin) throws IOException, InterruptedException {
    return api.plugin(plugin.plugin()).orElseThrow().path("version").asText();
  }

  /** What came in and is not stored. */
  private long awaitBuffered() throws IOException, InterruptedException {
    for (long end = end(); System.nanoTime() - end < 0; LockSupport.parkNanos(LOOK.toNanos())) {
      long buffered = 0;
      for (JsonNode route : api.get("pipeline").path("routes")) {
        if (route.path("sink").asText().equals(Shipped.SINK.plugin())) {
          buffered += route.path("balance").path("buffered").asLong();
        }
      }
      if (buffered > 0) {
        return buffered;
      }
    }
    throw new AssertionError("nothing waits although nothing is committed");
  }

  /** The rollback that nobody asked for; null if none comes. */
  private @Nullable JsonNode awaitReturn(Shipped plugin, String version, JsonNode upgrade)
      throws IOException, InterruptedException {
    Instant since = Swap.time(upgrade, "started");
    for (long end = end();
        System.nanoTime() - end < 0;
        LockSupport.parkNanos(10 * LOOK.toNanos())) {
      Optional<JsonNode> back = back(plugin, version, since).filter(Swap::ended);
      if (back.isPresent()) {
        return back.get();
      }
    }
    return null;
  }

  private Optional<JsonNode> back(Shipped plugin, String version, Instant since)
      throws IOException, InterruptedException {
    for (JsonNode deployment : api.get("deployments").path("deployments")) {
      if (deployment.path("plugin").asText().equals(plugin.plugin())
          && deployment.path("action").asText().equals("rollback")
          && deployment.path("fromVersion").asText().equals(version)
          && Swap.time(deployment, "started").isAfter(since)) {
        return Optional.of(deployment);
      }
    }
    return Optional.empty();
  }

  private JsonNode await(String id, Predicate<JsonNode> wanted)
      throws IOException, InterruptedException {
    JsonNode now = api.get("deployments/" + id);
    for (long end = end(); !wanted.test(now); now = api.get("deployments/" + id)) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within %s: %s".formatted(PATIENCE, now));
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return now;
  }

  private static long end() {
    return System.nanoTime() + PATIENCE.toNanos();
  }
}
