package monitor.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys, certificates and requests as text (RFC 7468). What else stands in a text is passed over.
 */
public final class Pem {
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
  private static final int LINE = 64;

  private Pem() {}

  /** One block. */
  public static String of(String type, byte[] content) {
    String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, base64, type);
  }

  /** A private key, as PKCS #8 without a password. */
  public static String of(PrivateKey key) {
    return of("PRIVATE KEY", key.getEncoded());
  }

  /** Certificates, in this order. */
  public static String of(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      try {
        text.append(of("CERTIFICATE", certificate.getEncoded()));
      } catch (CertificateEncodingException e) {
        throw new IllegalArgumentException("a certificate has no encoding", e);
      }
    }
    return text.toString();
  }

  /**
   * The contents of the blocks of a type, in their order.
   *
   * @throws IOException if one is not in Base64
   */
  public static List<byte[]> blocks(String text, String type) throws IOException {
    Pattern pattern =
        Pattern.compile(
            "-----BEGIN %s-----([A-Za-z0-9+/=\\s]+)-----END %s-----".formatted(type, type));
    List<byte[]> blocks = new ArrayList<>();
    try {
      for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
        blocks.add(Base64.getMimeDecoder().decode(matcher.group(1)));
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("a block in PEM form is not in Base64", e);
    }
    return blocks;
  }

  /**
   * The certificates in a text, in their order.
   *
   * @throws IOException if there is none, or one that cannot be read
   */
  public static List<X509Certificate> certificates(String text) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (byte[] block : blocks(text, "CERTIFICATE")) {
        if (factory.generateCertificate(new ByteArrayInputStream(block))
            instanceof X509Certificate certificate) {
          certificates.add(certificate);
        }
      }
    } catch (CertificateException e) {
      throw new IOException("a certificate cannot be read: " + e.getMessage(), e);
    }
    if (certificates.isEmpty()) {
      throw new IOException("there is no certificate in PEM form");
    }
    return certificates;
  }

  /**
   * The private key in a text.
   *
   * @throws IOException if there is none that can be read
   */
  public static PrivateKey privateKey(String text) throws IOException {
    List<byte[]> blocks = blocks(text, "PRIVATE KEY");
    if (blocks.isEmpty()) {
      throw new IOException("there is no private key in PEM form (PKCS #8, no password)");
    }
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(blocks.getFirst());
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException e) {
        // It is a key of another algorithm.
      } catch (GeneralSecurityException e) {
        throw new IOException("a private key cannot be read: " + e.getMessage(), e);
      }
    }
    throw new IOException("the private key is none of " + ALGORITHMS);
  }
}
