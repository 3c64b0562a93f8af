package monitor.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import monitor.wire.PrivateFile;

/**
 * What the authority remembers: tokens that are not used yet, as hashes, and agents. A change is on
 * disk before it is seen. Not thread-safe.
 */
final class Register {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A token.
   *
   * @param agent who may use it
   * @param hash SHA-256 of it
   * @param expiresMillis since the epoch
   * @param by who made it
   */
  record Pending(String agent, String hash, long expiresMillis, String by) {}

  /**
   * An agent; times in milliseconds since the epoch.
   *
   * @param joinedMillis when it got its first certificate
   * @param renewedMillis when it got its latest one
   * @param expiresMillis when that one ends
   * @param fromMillis certificates that were issued before are refused
   * @param revoked whether it may not come back without a new token
   */
  record Agent(
      long joinedMillis,
      long renewedMillis,
      long expiresMillis,
      long fromMillis,
      boolean revoked) {}

  /** The content of the file. */
  record Content(int format, List<Pending> pending, Map<String, Agent> agents) {
    Content {
      pending = List.copyOf(pending);
      agents = Map.copyOf(agents);
    }

    Content withAgent(String name, Agent agent) {
      Map<String, Agent> more = new TreeMap<>(agents);
      more.put(name, agent);
      return new Content(format, pending, more);
    }

    Content with(Pending token) {
      List<Pending> more = new ArrayList<>(pending);
      more.add(token);
      return new Content(format, more, agents);
    }

    Content withoutPending(java.util.function.Predicate<Pending> which) {
      return new Content(format, pending.stream().filter(which.negate()).toList(), agents);
    }
  }

  private final Path file;
  private Content content;

  /**
   * Reads the file, if there is one.
   *
   * @throws IOException if it cannot be read: to begin anew would let in who was revoked
   */
  Register(Path file) throws IOException {
    this.file = file;
    try {
      content =
          Files.exists(file)
              ? JSON.readValue(PrivateFile.read(file), Content.class)
              : new Content(1, List.of(), Map.of());
    } catch (IOException | RuntimeException e) {
      throw new IOException("%s cannot be read, restore it: %s".formatted(file, e.getMessage()), e);
    }
  }

  Content content() {
    return content;
  }

  Optional<Agent> agent(String name) {
    return Optional.ofNullable(content.agents().get(name));
  }

  /** Makes a change durable, or leaves everything as it is. */
  void change(Content next) throws IOException {
    PrivateFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(next));
    content = next;
  }
}
