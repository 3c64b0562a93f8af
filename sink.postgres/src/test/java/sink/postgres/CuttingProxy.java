package sink.postgres;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between the driver and the server, understands as much of the protocol (PostgreSQL
 * documentation, "Message Formats") as to know what belongs to COMMIT, and cuts there when armed.
 */
public final class CuttingProxy implements AutoCloseable {
  /** Which way the bytes go that are cut. */
  public enum Way {
    /** To the server. */
    REQUEST,
    /** From it. */
    ANSWER
  }

  /** How a connection ends. */
  public enum Manner {
    /** In order. */
    CLOSE,
    /** By a reset. */
    RESET,
    /** Nothing more is forwarded; it is for the client to notice. */
    SILENCE,
    /** The client is cut off; the server gets the rest only when {@link #release} is called. */
    LATE
  }

  /**
   * Where to cut.
   *
   * @param way which bytes are counted
   * @param bytes of the request for COMMIT, or of its answer, that still pass
   * @param manner how it ends
   */
  public record Cut(Way way, int bytes, Manner manner) {}

  private final ServerSocket listener;
  private final int port;
  private final AtomicReference<Cut> armed = new AtomicReference<>();
  private final AtomicInteger made = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch late = new CountDownLatch(1);

  /** In front of a server on the loopback. */
  public CuttingProxy(int port) throws IOException {
    this.port = port;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens on the loopback. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Cuts the next COMMIT that comes by. */
  public void arm(Cut cut) {
    armed.set(cut);
  }

  /** Waits until so many cuts were made: one after the answer may be seen after the answer. */
  public void awaitCuts(int count) throws Exception {
    Await.until(count + " cuts", () -> made.get() >= count);
  }

  /** Lets the server have what was held back. */
  public void release() {
    late.countDown();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        open.add(client);
        open.add(server);
        Link link = new Link(client, server);
        Thread.ofVirtual().start(link::requests);
        Thread.ofVirtual().start(link::answers);
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket each : open) {
      each.close();
    }
  }

  private final class Link {
    private final Socket client;
    private final Socket server;
    private final Set<String> commits = ConcurrentHashMap.newKeySet();
    private volatile Cut answerCut;
    private volatile boolean silent;

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void requests() {
      try {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = server.getOutputStream();
        out.write(startup(in));
        while (true) {
          byte[] message = message(in);
          if (isCommit(message)) {
            commit(in, message, out);
          } else {
            out.write(message);
          }
        }
      } catch (IOException e) {
        end(false);
      }
    }

    private void commit(DataInputStream in, byte[] first, OutputStream out) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] message = first;
      all.write(message);
      while (message[0] != 'S' && message[0] != 'Q') {
        message = message(in);
        all.write(message);
      }
      Cut cut = armed.getAndSet(null);
      if (cut != null && cut.way() == Way.ANSWER) {
        answerCut = cut;
      }
      if (cut == null || cut.way() == Way.ANSWER) {
        out.write(all.toByteArray());
        return;
      }
      int passing = Math.min(cut.bytes(), all.size());
      out.write(all.toByteArray(), 0, passing);
      cut(cut.manner());
      if (cut.manner() == Manner.LATE) {
        awaitRelease();
        out.write(all.toByteArray(), passing, all.size() - passing);
      }
    }

    void answers() {
      try {
        DataInputStream in = new DataInputStream(server.getInputStream());
        OutputStream out = client.getOutputStream();
        while (true) {
          byte[] message = message(in);
          Cut cut = answerCut;
          int passing = cut == null ? message.length : Math.min(cut.bytes(), message.length);
          if (!silent) {
            out.write(message, 0, passing);
          }
          if (cut != null) {
            answerCut = new Cut(cut.way(), cut.bytes() - passing, cut.manner());
            if (passing < message.length || message[0] == 'Z') {
              answerCut = null;
              cut(cut.manner());
            }
          }
        }
      } catch (IOException e) {
        end(false);
      }
    }

    private void cut(Manner manner) throws IOException {
      made.incrementAndGet();
      switch (manner) {
        case CLOSE -> end(false);
        case RESET -> end(true);
        case SILENCE -> silent = true;
        case LATE -> client.close();
      }
    }

    private void end(boolean reset) {
      for (Socket each : new Socket[] {client, server}) {
        try {
          if (reset) {
            each.setSoLinger(true, 0);
          }
          each.close();
        } catch (IOException e) {
          continue; // it is gone
        }
      }
    }

    private void awaitRelease() {
      try {
        late.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Whether a message begins COMMIT: its text, or the use of a statement that is it. */
    private boolean isCommit(byte[] message) {
      String[] texts =
          new String(message, 5, message.length - 5, StandardCharsets.UTF_8).split("\0", 3);
      return switch (message[0]) {
        case 'Q' -> texts[0].equals("COMMIT");
        case 'P' -> {
          boolean commit = texts.length > 1 && texts[1].equals("COMMIT");
          if (commit && !texts[0].isEmpty()) {
            commits.add(texts[0]);
          }
          yield commit;
        }
        case 'B' -> texts.length > 1 && commits.contains(texts[1]);
        default -> false;
      };
    }
  }

  private static byte[] startup(DataInputStream in) throws IOException {
    return body(in, 0, new byte[0]);
  }

  private static byte[] message(DataInputStream in) throws IOException {
    return body(in, 1, new byte[] {in.readByte()});
  }

  private static byte[] body(DataInputStream in, int type, byte[] first) throws IOException {
    int length = in.readInt();
    ByteArrayOutputStream message = new ByteArrayOutputStream(type + length);
    DataOutputStream out = new DataOutputStream(message);
    out.write(first);
    out.writeInt(length);
    out.write(in.readNBytes(length - 4));
    return message.toByteArray();
  }
}
