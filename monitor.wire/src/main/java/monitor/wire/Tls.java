package monitor.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom one side of a connection trusts, and what it proves itself with: PEM files, read each time,
 * so that they can be renewed.
 *
 * @param authorities certificates of the authorities; empty for those of the Java runtime
 * @param certificate own certificate, then those between it and an authority; empty for none
 * @param key the private key of it, PKCS #8 without a password; empty for none
 */
public record Tls(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
  /** The one version of TLS that is spoken. */
  public static final String PROTOCOL = "TLSv1.3";

  /** The authorities of the Java runtime, and no own identity. */
  public static final Tls NONE = new Tls(Optional.empty(), Optional.empty(), Optional.empty());

  private static final char[] NO_PASSWORD = new char[0];

  /** From names of files, each blank for none. */
  public static Tls of(String authorities, String certificate, String key) {
    return new Tls(file(authorities), file(certificate), file(key));
  }

  private static Optional<Path> file(String name) {
    return name.isBlank() ? Optional.empty() : Optional.of(Path.of(name));
  }

  /**
   * Whether a host is this one, which a connection without TLS may not leave.
   *
   * @param host as it is configured; it is not looked up
   */
  public static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("::1")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }

  /**
   * The files as they are now.
   *
   * @throws IOException if one cannot be read or used, the key is not that of the certificate, or
   *     others could read it; the message names the file
   */
  public SSLContext context() throws IOException {
    List<X509Certificate> trusted = authorities.isEmpty() ? null : certificates(authorities.get());
    if (certificate.isEmpty() || key.isEmpty()) {
      return context(null, List.of(), trusted);
    }
    List<X509Certificate> chain = certificates(certificate.get());
    PrivateKey own = privateKey(key.get());
    if (!fits(own, chain.getFirst())) {
      throw new IOException(
          "the key in %s is not that of the certificate in %s"
              .formatted(key.get(), certificate.get()));
    }
    return context(own, chain, trusted);
  }

  /** A key that does not fit would be noticed by peers only, at each handshake. */
  private static boolean fits(PrivateKey key, X509Certificate certificate) throws IOException {
    try {
      Signature signature = Signature.getInstance(algorithm(key));
      signature.initSign(key);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      return signature.verify(signed);
    } catch (InvalidKeyException | SignatureException e) {
      return false; // They are of different algorithms or lengths.
    } catch (GeneralSecurityException e) {
      throw new IOException("a key of this algorithm cannot be used: " + e.getMessage(), e);
    }
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> key.getAlgorithm();
    };
  }

  /**
   * From what is in memory.
   *
   * @param key null for no own identity
   * @param chain of the key
   * @param trusted authorities; null for those of the Java runtime
   * @throws IOException if they do not fit together
   */
  public static SSLContext context(
      @Nullable PrivateKey key,
      List<X509Certificate> chain,
      @Nullable List<X509Certificate> trusted)
      throws IOException {
    try {
      KeyStore identity = empty();
      if (key != null) {
        identity.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
      }
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(identity, NO_PASSWORD);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted == null ? null : store(trusted));
      SSLContext context = SSLContext.getInstance(PROTOCOL);
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /** A store of these, as authorities. */
  static KeyStore store(List<X509Certificate> trusted)
      throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    for (X509Certificate each : trusted) {
      store.setCertificateEntry("authority " + store.size(), each);
    }
    return store;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  /**
   * The certificates in a file.
   *
   * @throws IOException if there is none, or it cannot be read; the message names the file
   */
  public static List<X509Certificate> certificates(Path file) throws IOException {
    try {
      return Pem.certificates(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw naming(file, e);
    }
  }

  private static PrivateKey privateKey(Path file) throws IOException {
    String text = PrivateFile.read(file);
    try {
      return Pem.privateKey(text);
    } catch (IOException e) {
      throw naming(file, e);
    }
  }

  private static IOException naming(Path file, IOException e) {
    return new IOException(file + " cannot be used: " + e.getMessage(), e);
  }
}
