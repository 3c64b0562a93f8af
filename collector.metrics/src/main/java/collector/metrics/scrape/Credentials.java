package collector.metrics.scrape;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What is sent to prove who asks; secrets are read from their files each time. */
sealed interface Credentials {
  /** Most bytes of a secret. */
  int LARGEST = 8 << 10;

  /** The value of the header Authorization, or null for none. */
  @Nullable String header() throws IOException;

  /** Nothing. */
  record None() implements Credentials {
    @Override
    public @Nullable String header() {
      return null;
    }
  }

  /** A bearer token (RFC 6750). */
  record Bearer(Path file) implements Credentials {
    @Override
    public String header() throws IOException {
      return "Bearer " + secret(file);
    }
  }

  /** Name and password (RFC 7617). */
  record Basic(String user, Path file) implements Credentials {
    @Override
    public String header() throws IOException {
      byte[] pair = (user + ":" + secret(file)).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
  }

  private static String secret(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST + 1);
    } catch (IOException e) {
      throw new IOException("the secret in %s cannot be read".formatted(file), e);
    }
    String secret = new String(bytes, StandardCharsets.UTF_8).strip();
    if (bytes.length > LARGEST || secret.isEmpty() || secret.chars().anyMatch(c -> c < ' ')) {
      throw new IOException("the file %s holds no secret of one line".formatted(file));
    }
    return secret;
  }
}
