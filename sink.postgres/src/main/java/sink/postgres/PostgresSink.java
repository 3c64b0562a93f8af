package sink.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.sink.Sink;
import monitor.api.sink.SinkContext;
import monitor.api.sink.SinkProperties;
import monitor.api.status.HealthCheck;
import monitor.api.status.Status;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sink.postgres.server.Database;
import sink.postgres.server.EmbeddedDatabase;
import sink.postgres.server.ExternalDatabase;

/**
 * Stores every batch exactly once in PostgreSQL: an embedded server, or one given by its address.
 * An accepted batch is committed and on disk; one that comes again is recognised by the high-water
 * mark of its stream.
 */
@Component(
    service = Sink.class,
    name = "sink.postgres",
    configurationPid = "sink.postgres",
    configurationPolicy = ConfigurationPolicy.OPTIONAL)
@SinkProperties(essential = true, idempotent = true, windowBytes = 8 << 20)
@Designate(ocd = PostgresConfiguration.class)
public final class PostgresSink implements Sink, HealthCheck {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresSink.class);

  private final Settings settings;
  private final Database database;
  private final Surroundings surroundings;
  private volatile @Nullable OpenStorage open;

  /**
   * Checks the configuration; touches nothing.
   *
   * @throws IllegalArgumentException if it is wrong; the message names every key that is
   */
  @Activate
  public PostgresSink(BundleContext bundle, PostgresConfiguration configuration) {
    this(Settings.of(configuration), bundle);
  }

  private PostgresSink(Settings settings, BundleContext bundle) {
    this(settings, database(settings, bundle), new OsgiSurroundings(bundle));
  }

  PostgresSink(Settings settings, Database database, Surroundings surroundings) {
    this.settings = settings;
    this.database = database;
    this.surroundings = surroundings;
  }

  private static Database database(Settings settings, BundleContext bundle) {
    return settings
        .url()
        .<Database>map(ExternalDatabase::new)
        .orElseGet(() ->
            new EmbeddedDatabase(
                folder(bundle, "monitor.home").resolve("lib").resolve("postgres"),
                folder(bundle, "monitor.data").resolve("postgres")));
  }

  private static Path folder(BundleContext bundle, String property) {
    return Path.of(Optional.ofNullable(bundle.getProperty(property)).orElse(""));
  }

  @Override
  public void open(SinkContext context) throws IOException, InterruptedException {
    open = OpenStorage.open(settings, database, surroundings, context);
    if (!database.stopCommand().isEmpty()) {
      surroundings.forgetStopLater();
    }
  }

  @Override
  public Delivery deliver(Batch batch) throws InterruptedException {
    OpenStorage storage = open;
    return storage == null ? Outcome.retry("storage is not open") : storage.deliver(batch);
  }

  @Override
  public void close() throws InterruptedException {
    OpenStorage storage = open;
    open = null;
    if (storage != null) {
      storage.close();
    }
  }

  @Override
  public Status check() {
    OpenStorage storage = open;
    return storage == null ? Status.failed("storage is not open") : storage.status();
  }

  /**
   * Stops an embedded server when the platform stops. When only this plugin does, for an upgrade,
   * the server runs on: the next version takes it over, or it stops with the platform.
   */
  @Deactivate
  void deactivate() {
    try {
      close();
      if (surroundings.stopping()) {
        database.stop();
      } else if (!database.stopCommand().isEmpty()) {
        surroundings.stopLater(database.stopCommand());
      }
    } catch (IOException e) {
      LOG.warn("The embedded PostgreSQL did not stop: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
