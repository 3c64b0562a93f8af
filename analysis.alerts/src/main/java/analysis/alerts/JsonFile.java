package analysis.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file of JSON that is whole or as it was before, and never prevents a start. */
final class JsonFile {
  private static final Logger LOG = LoggerFactory.getLogger(JsonFile.class);

  private final Path file;

  JsonFile(Path file) {
    this.file = file;
  }

  /** Makes something of a tree. */
  @FunctionalInterface
  interface Reader<T> {
    /** Reads. */
    T read(JsonNode node) throws IOException;
  }

  /** What was written last; null if there is nothing that can be used. What is damaged is kept. */
  <T> @Nullable T read(Reader<T> reader) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return reader.read(AlertJson.MAPPER.readTree(Files.readAllBytes(file)));
    } catch (IOException e) {
      Path aside =
          file.resolveSibling(file.getFileName() + ".damaged-" + Instant.now().toEpochMilli());
      Files.move(file, aside);
      LOG.error("{} cannot be read, and is kept as {}: {}", file, aside, e.getMessage());
      return null;
    }
  }

  /** Writes it; on disk when this returns. */
  void write(JsonNode node) throws IOException {
    byte[] bytes = AlertJson.string(node).getBytes(StandardCharsets.UTF_8);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
      folder.force(true);
    }
  }
}
