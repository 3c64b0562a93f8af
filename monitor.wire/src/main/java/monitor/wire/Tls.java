package monitor.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

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

  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
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
   * @throws IOException if one cannot be read or used; the message names it
   */
  public SSLContext context() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance(PROTOCOL);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(identity(), NO_PASSWORD);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities.isEmpty() ? null : trusted(authorities.get()));
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private KeyStore identity() throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    if (certificate.isPresent() && key.isPresent()) {
      Certificate[] chain = certificates(certificate.get()).toArray(Certificate[]::new);
      store.setKeyEntry("own", privateKey(key.get()), NO_PASSWORD, chain);
    }
    return store;
  }

  private static KeyStore trusted(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    int count = 0;
    for (Certificate certificate : certificates(file)) {
      store.setCertificateEntry("authority " + count++, certificate);
    }
    return store;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file) throws IOException {
    try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (all.isEmpty()) {
        throw new IOException(file + " holds no certificate");
      }
      return all;
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds no certificates in PEM form", e);
    }
  }

  private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    Matcher pem = PRIVATE_KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw new IOException(file + " holds no private key in PEM form (PKCS #8, no password)");
    }
    PKCS8EncodedKeySpec encoded =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException e) {
        // It is a key of another algorithm.
      }
    }
    throw new IOException(file + " holds a private key that is none of " + ALGORITHMS);
  }
}
