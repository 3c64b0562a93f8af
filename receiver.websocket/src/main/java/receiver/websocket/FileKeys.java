package receiver.websocket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import monitor.wire.Tls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this collector proves itself with, and whom it trusts, by files. One thread. */
final class FileKeys {
  private static final Logger LOG = LoggerFactory.getLogger(FileKeys.class);

  private final Tls tls;
  private List<Stamp> taken = List.of();
  private String complaint = "";

  FileKeys(Tls tls) {
    this.tls = tls;
  }

  /** A file as it was written; another one in its place differs, whatever its time. */
  private record Stamp(FileTime time, long bytes, @Nullable Object file) {
    static Stamp of(Path path) throws IOException {
      try {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
      } catch (IOException e) {
        throw new IOException(path + " is not there, or cannot be read", e);
      }
    }
  }

  /**
   * The files as they are now.
   *
   * @throws IOException if one cannot be read or used, or they do not fit together
   */
  SSLContext context() throws IOException {
    List<Stamp> now = stamps();
    SSLContext context = tls.context();
    taken = now;
    return context;
  }

  private List<Stamp> stamps() throws IOException {
    List<Path> files =
        Stream.of(tls.authorities(), tls.certificate(), tls.key())
            .flatMap(Optional::stream)
            .toList();
    List<Stamp> stamps = new ArrayList<>();
    for (Path file : files) {
      stamps.add(Stamp.of(file));
    }
    return stamps;
  }

  /**
   * The files where they were replaced; empty where they are those of before. Where they cannot be
   * used, which may be because only one of them is there yet, that is said once, and they are
   * looked at again the next time.
   */
  Optional<SSLContext> replaced() {
    try {
      if (stamps().equals(taken)) {
        complaint = "";
        return Optional.empty();
      }
      SSLContext context = context();
      complaint = "";
      LOG.info("The certificates of this collector were replaced; new connections go by them.");
      return Optional.of(context);
    } catch (IOException e) {
      String problem = String.valueOf(e.getMessage());
      if (!problem.equals(complaint)) {
        complaint = problem;
        LOG.warn("The certificates of this collector stay those of before: {}.", problem);
      }
      return Optional.empty();
    }
  }
}
