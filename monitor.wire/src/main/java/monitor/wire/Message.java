package monitor.wire;

import java.nio.ByteBuffer;
import java.util.List;
import monitor.api.delivery.Outcome;

/** One WebSocket message of the transport, version 1; {@link Messages} knows the bytes. */
public sealed interface Message {
  /** Version of the protocol that is spoken here. */
  int VERSION = 1;

  /** Name of the WebSocket subprotocol. */
  String SUBPROTOCOL = "monitor.transport";

  /** What the ends of the transport that are built from here run, to be shown. */
  String SOFTWARE = Software.name();

  /** Longest message that is no batch, in bytes. */
  int MOST_CONTROL_BYTES = 64 << 10;

  /** Longest batch, in bytes. */
  int MOST_BATCH_BYTES = 5 << 20;

  /** Close status: no version in common. */
  int CLOSE_VERSION = 4000;

  /** Close status: the peer is not who it says. */
  int CLOSE_IDENTITY = 4001;

  /** Close status: not what the protocol allows. */
  int CLOSE_PROTOCOL = 4002;

  /** Close status: no room for another connection. */
  int CLOSE_BUSY = 4003;

  /**
   * First of all, from the agent.
   *
   * @param versions of the protocol that it speaks
   * @param agent its name, that of its batches
   * @param software what it runs, to be shown
   */
  record Hello(List<Integer> versions, String agent, String software) implements Message {
    /** Copies the list. */
    public Hello {
      versions = List.copyOf(versions);
    }
  }

  /**
   * The answer to a hello, from the collector.
   *
   * @param version that is spoken from now on
   * @param collector its name
   * @param software what it runs, to be shown
   * @param batchBytes longest batch that it reads
   * @param windowBytes most bytes of batches without an answer
   * @param codecs names of the codecs that it prefers for batches to come, best first
   */
  record Welcome(
      int version,
      String collector,
      String software,
      int batchBytes,
      long windowBytes,
      List<String> codecs)
      implements Message {
    /** Copies the list. */
    public Welcome {
      codecs = List.copyOf(codecs);
    }
  }

  /**
   * A batch as it lies in the journal, from the agent.
   *
   * @param bytes header and payload
   */
  record Consigned(ByteBuffer bytes) implements Message {}

  /**
   * What became of a batch, from the collector.
   *
   * @param sha256 of the batch: its first 32 bytes, as 64 hexadecimal digits in lower case
   * @param outcome of it
   */
  record Answer(String sha256, Outcome outcome) implements Message {}

  /**
   * The collector is about to stop: go to another one; what is under way is still answered.
   *
   * @param reason why, one sentence
   */
  record Moving(String reason) implements Message {}
}
