package bench.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import monitor.api.event.Kind;

/**
 * Agents that have their batches ready and send them as fast as they are taken: a process of its
 * own, so that the processor time of the other end can be told. Says that it is ready, waits for a
 * line on its standard input, sends, and says when everything is accepted.
 *
 * <p>Arguments: port on the loopback, {@code log} or {@code sample}, events in all, events of each
 * batch, agents, prefix of their names.
 */
final class Flood {
  private Flood() {}

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    Kind kind = new Kind(arguments[1]);
    int agents = Integer.parseInt(arguments[4]);
    int each = Integer.parseInt(arguments[2]) / agents;
    List<Consignor> all = new ArrayList<>();
    for (int i = 0; i < agents; i++) {
      String name = arguments[5] + i;
      List<ByteBuffer> batches = Batches.of(name, kind, each, Integer.parseInt(arguments[3]));
      all.add(new Consignor(port, name, batches));
    }
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    in.readLine();
    List<Thread> threads = new ArrayList<>();
    for (Consignor consignor : all) {
      threads.add(Thread.ofPlatform().start(() -> send(consignor)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("done");
    in.readLine();
  }

  private static void send(Consignor consignor) {
    try (consignor) {
      consignor.sendAll();
    } catch (IOException e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
