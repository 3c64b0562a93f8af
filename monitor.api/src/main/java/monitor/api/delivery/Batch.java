package monitor.api.delivery;

import java.nio.ByteBuffer;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Events that are delivered together. Valid until the outcome of its delivery is known. */
@ProviderType
public interface Batch {
  /** What is known without opening it. */
  BatchHeader header();

  /** The collectors it came through, the first one first; empty on the host it was made. */
  List<Hop> hops();

  /**
   * The header as it was sealed, hash first, read-only. Followed by the payload it is the whole
   * batch, as it lies in the journal and goes over the wire, also where a later version wrote
   * fields that this one does not know.
   */
  ByteBuffer head();

  /** The compressed events, read-only; each call returns a new view. Empty for a gap. */
  ByteBuffer payload();

  /**
   * Decompresses, decodes and shows every event. A gap shows none.
   *
   * @throws IllegalStateException if the payload is damaged; the batch is then to be rejected
   */
  void forEach(EventVisitor visitor);
}
