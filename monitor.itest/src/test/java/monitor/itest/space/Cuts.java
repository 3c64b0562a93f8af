package monitor.itest.space;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import sink.postgres.CuttingProxy;
import sink.postgres.CuttingProxy.Cut;
import sink.postgres.CuttingProxy.Manner;
import sink.postgres.CuttingProxy.Way;

/**
 * Between the collectors and their database while it is open: their connections are cut before,
 * within and after COMMIT (T8).
 */
final class Cuts implements AutoCloseable {
  private static final int PORT = 5433;
  private static final int CUTS = 5;

  /** Parse, Bind, Execute, Sync of the driver's COMMIT; and the four messages of its answer. */
  private static final int REQUEST_BYTES = 43;

  private static final int ANSWER_BYTES = 28;

  private final Fleet fleet;
  private final Door toServer;
  private final CuttingProxy proxy;
  private final Door toProxy;
  private int made;

  Cuts(Fleet fleet) throws Exception {
    this.fleet = fleet;
    InetSocketAddress server =
        new InetSocketAddress(fleet.space().address(Fleet.DATABASE), Server.PORT);
    toServer = Door.into(fleet.space(), Fleet.DATABASE, server);
    proxy = new CuttingProxy(toServer.port());
    toProxy = Door.outOf(fleet.space(), Fleet.DATABASE, PORT, proxy.port());
    // A silent server is noticed early.
    send(fleet.server().url(PORT) + "&socketTimeout=8");
  }

  private void send(String url) throws IOException {
    for (Collector collector : fleet.collectors()) {
      collector.database(url);
    }
  }

  /** Several cuts of each manner. */
  List<Blow> all() {
    return Stream.of(Manner.CLOSE, Manner.RESET, Manner.SILENCE)
        .map(manner -> new Blow("COMMIT CUT: " + manner, (fleet, random) -> cut(manner, random)))
        .toList();
  }

  private void cut(Manner manner, Random random) throws Exception {
    // Silence is noticed only after a while.
    for (int i = 0; i < (manner == Manner.SILENCE ? 1 : CUTS); i++) {
      boolean request = random.nextBoolean();
      proxy.arm(
          request
              ? new Cut(Way.REQUEST, random.nextInt(REQUEST_BYTES + 1), manner)
              : new Cut(Way.ANSWER, random.nextInt(ANSWER_BYTES + 1), manner));
      proxy.awaitCuts(++made);
    }
  }

  /** The collectors go to the server itself again. */
  @Override
  public void close() throws IOException {
    send(fleet.server().url(Server.PORT));
    toProxy.close();
    proxy.close();
    toServer.close();
  }
}
