package monitor.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * What an agent joins with, once. The text is {@code join.AGENT.FINGERPRINT.SECRET}, each in Base64
 * for URLs.
 *
 * @param agent name that the agent may have
 * @param fingerprint SHA-256 of the certificate that the collector has to prove itself with
 * @param secret 256 random bits
 */
public record JoinToken(String agent, String fingerprint, String secret) {
  private static final Pattern AGENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern BITS_256 = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final String PREFIX = "join";
  private static final int PARTS = 4;

  /**
   * Checks the form of each.
   *
   * @throws IllegalArgumentException if one is wrong; the message does not repeat it
   */
  public JoinToken {
    if (!names(agent)
        || !BITS_256.matcher(fingerprint).matches()
        || !BITS_256.matcher(secret).matches()) {
      throw new IllegalArgumentException("This is no join token, or it is not complete.");
    }
  }

  /** Whether this can be the name of an agent in a certificate. */
  public static boolean names(String agent) {
    return AGENT.matcher(agent).matches();
  }

  /**
   * Reads the text.
   *
   * @throws IllegalArgumentException if it is no such token
   */
  public static JoinToken of(String text) {
    String[] parts = text.strip().split("\\.", -1);
    if (parts.length != PARTS || !parts[0].equals(PREFIX)) {
      throw new IllegalArgumentException(
          "This is no join token: `monitor token create --role agent` makes one.");
    }
    return new JoinToken(
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8),
        parts[2],
        parts[3]);
  }

  /** SHA-256 of a certificate, as it stands in a token. */
  public static String fingerprint(X509Certificate certificate) {
    try {
      return sha256(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate has no encoding", e);
    }
  }

  /** The form in which the collector keeps it. */
  public String hash() {
    return sha256(text().getBytes(StandardCharsets.US_ASCII));
  }

  private static String sha256(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The text, which is secret. */
  public String text() {
    String name =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(agent.getBytes(StandardCharsets.UTF_8));
    return String.join(".", PREFIX, name, fingerprint, secret);
  }

  /** Says nothing of the secret. */
  @Override
  public String toString() {
    return "JoinToken[" + agent + "]";
  }
}
