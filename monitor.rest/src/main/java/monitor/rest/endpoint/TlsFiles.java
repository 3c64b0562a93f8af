package monitor.rest.endpoint;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this server proves itself with: PEM files, which are renewed while it runs.
 *
 * @param certificate of this server, then those between it and an authority
 * @param key the private key of it, PKCS #8 without a password
 */
public record TlsFiles(Path certificate, Path key) {
  /** Name of the entry in the store. */
  static final String ENTRY = "own";

  /** Password of the store, which is never in a file. */
  static final String PASSWORD = "";

  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /** Algorithms of keys, and how what is signed with one is verified. */
  private static final Map<String, String> SIGNATURES =
      Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "EdDSA", "EdDSA");

  /** When and how large both files were. */
  record Stamp(List<FileTime> modified, List<Long> bytes) {}

  /**
   * The files of these names; empty if both are blank.
   *
   * @throws IllegalArgumentException if one is missing
   */
  public static Optional<TlsFiles> of(String certificate, String key) {
    if (certificate.isBlank() != key.isBlank()) {
      throw new IllegalArgumentException(
          "tls.certificate, tls.key: one is not used without the other");
    }
    return certificate.isBlank()
        ? Optional.empty()
        : Optional.of(new TlsFiles(Path.of(certificate), Path.of(key)));
  }

  /** What they look like from outside. */
  Stamp stamp() throws IOException {
    return new Stamp(
        List.of(Files.getLastModifiedTime(certificate), Files.getLastModifiedTime(key)),
        List.of(Files.size(certificate), Files.size(key)));
  }

  /**
   * What is in them now.
   *
   * @throws IOException if one cannot be read or used, or they do not belong together; the message
   *     names the file
   */
  KeyStore read() throws IOException {
    Certificate[] chain = chain();
    PrivateKey secret = secret();
    try {
      if (!fits(secret, chain[0])) {
        throw new IOException("%s is not the key of %s".formatted(key, certificate));
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(ENTRY, secret, PASSWORD.toCharArray(), chain);
      return store;
    } catch (GeneralSecurityException e) {
      throw new IOException("%s is not the key of %s".formatted(key, certificate), e);
    }
  }

  private Certificate[] chain() throws IOException {
    byte[] pem = Files.readAllBytes(certificate);
    try {
      var all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (!all.isEmpty()) {
        return all.toArray(Certificate[]::new);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(certificate + " holds no certificates in PEM form", e);
    }
    throw new IOException(certificate + " holds no certificate");
  }

  private PrivateKey secret() throws IOException {
    Matcher pem = PRIVATE_KEY.matcher(Files.readString(key, StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw new IOException(key + " holds no private key in PEM form (PKCS #8, no password)");
    }
    for (String algorithm : SIGNATURES.keySet()) {
      try {
        byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        // It is a key of another algorithm.
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        throw new IOException(key + " holds a private key that cannot be read", e);
      }
    }
    throw new IOException(key + " holds a private key that is none of EC, RSA and EdDSA");
  }

  /** Whether the certificate verifies what the key signs. */
  private static boolean fits(PrivateKey secret, Certificate own) throws GeneralSecurityException {
    String algorithm = SIGNATURES.get(secret.getAlgorithm());
    Signature signature = Signature.getInstance(algorithm == null ? "EdDSA" : algorithm);
    byte[] any = {1};
    signature.initSign(secret);
    signature.update(any);
    byte[] signed = signature.sign();
    signature.initVerify(own.getPublicKey());
    signature.update(any);
    return signature.verify(signed);
  }
}
