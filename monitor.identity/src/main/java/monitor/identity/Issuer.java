package monitor.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import monitor.api.identity.Credentials;
import monitor.wire.Pem;
import monitor.wire.PrivateFile;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The key of the authority, and what is signed with it (RFC 5280). A serial number begins with the
 * millisecond of issue, so that all certificates before a moment can be refused together.
 *
 * @param key of the authority, on the curve P-256
 * @param certificate of the authority, signed by itself
 */
record Issuer(PrivateKey key, X509Certificate certificate) {
  private static final String ALGORITHM = "SHA256withECDSA";
  private static final Duration OF_AUTHORITY = Duration.ofDays(3650);
  private static final Duration OF_COLLECTOR = Duration.ofDays(365);

  /** Clocks of other hosts may be behind by this. */
  private static final Duration MOST_SKEW = Duration.ofMinutes(5);

  private static final int RANDOM_BITS = 80;
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Reads key and certificate from one file, which is made if it is not there.
   *
   * @param name of the platform, for people
   * @throws IOException if it cannot be read or written, or others may read it
   */
  static Issuer open(Path file, String name, InstantSource clock) throws IOException {
    if (!Files.exists(file)) {
      Issuer fresh = create(name, clock.instant());
      PrivateFile.write(file, Pem.of(fresh.key()) + Pem.of(List.of(fresh.certificate())));
    }
    String text = PrivateFile.read(file);
    try {
      return new Issuer(Pem.privateKey(text), Pem.certificates(text).getFirst());
    } catch (IOException e) {
      throw new IOException(file + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static Issuer create(String name, Instant now) throws IOException {
    KeyPair keys = keys();
    X500Name subject = name("Monitor authority of " + name);
    try {
      X509v3CertificateBuilder builder =
          builder(subject, subject, keys.getPublic(), now, OF_AUTHORITY);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      return new Issuer(keys.getPrivate(), sign(builder, keys.getPrivate()));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("no certificate can be made: " + e.getMessage(), e);
    }
  }

  /** A new key for a collector of these names and addresses. */
  Credentials identify(Collection<String> names, Instant now) throws IOException {
    KeyPair keys = keys();
    GeneralNames alternatives =
        new GeneralNames(names.stream().map(Issuer::alternative).toArray(GeneralName[]::new));
    X509Certificate issued =
        leaf(
            name("Monitor collector"),
            keys.getPublic(),
            now,
            OF_COLLECTOR,
            KeyPurposeId.id_kp_serverAuth,
            alternatives);
    return new Credentials(keys.getPrivate(), List.of(issued, certificate));
  }

  /** A certificate for an agent, then the own one. */
  List<X509Certificate> certify(Claim claim, Instant now, Duration lifetime) throws IOException {
    X509Certificate issued =
        leaf(name(claim.name()), claim.key(), now, lifetime, KeyPurposeId.id_kp_clientAuth, null);
    return List.of(issued, certificate);
  }

  private X509Certificate leaf(
      X500Name subject,
      PublicKey of,
      Instant now,
      Duration lifetime,
      KeyPurposeId purpose,
      @Nullable GeneralNames alternatives)
      throws IOException {
    try {
      X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
      X509v3CertificateBuilder builder = builder(issuer, subject, of, now, lifetime);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()));
      if (alternatives != null) {
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives);
      }
      return sign(builder, key);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("no certificate can be issued: " + e.getMessage(), e);
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey of, Instant now, Duration lifetime)
      throws IOException, GeneralSecurityException {
    Duration tenth = lifetime.dividedBy(10);
    Instant from = now.minus(tenth.compareTo(MOST_SKEW) < 0 ? tenth : MOST_SKEW);
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            serial(now.toEpochMilli()),
            Date.from(from),
            Date.from(now.plus(lifetime)),
            subject,
            of);
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(of));
    return builder;
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder(ALGORITHM).build(key)));
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has keys on the curve P-256", e);
    }
  }

  private static X500Name name(String common) {
    return new X500NameBuilder().addRDN(BCStyle.CN, common).build();
  }

  private static GeneralName alternative(String name) {
    boolean address = name.indexOf(':') >= 0 || name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }

  /** The millisecond that a certificate was issued in; zero if it is not one of ours. */
  static long issuedMillis(X509Certificate certificate) {
    return certificate.getSerialNumber().shiftRight(RANDOM_BITS).longValue();
  }

  private static BigInteger serial(long millis) {
    return BigInteger.valueOf(millis)
        .shiftLeft(RANDOM_BITS)
        .or(new BigInteger(RANDOM_BITS, RANDOM));
  }

  /** Names the authority, never its key. */
  @Override
  public String toString() {
    return String.valueOf(certificate.getSubjectX500Principal());
  }
}
