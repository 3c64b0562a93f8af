package monitor.deployer.signature;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of those whose plugins are trusted: of signers themselves, or of authorities
 * that issue to signers. Immutable.
 */
public final class TrustStore {
  private static final Logger LOG = LoggerFactory.getLogger(TrustStore.class);
  private static final Set<String> SIGNS_CODE = Set.of("1.3.6.1.5.5.7.3.3", "2.5.29.37.0");

  private final Set<X509Certificate> trusted;

  private TrustStore(Set<X509Certificate> trusted) {
    this.trusted = Set.copyOf(trusted);
  }

  /**
   * Reads the certificates (PEM or DER) of a folder or a file. What cannot be read is reported in
   * the log and trusts nobody.
   */
  public static TrustStore read(Path place) {
    Set<X509Certificate> found = new LinkedHashSet<>();
    for (Path file : files(place)) {
      try (InputStream in = Files.newInputStream(file)) {
        CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
            .map(X509Certificate.class::cast)
            .forEach(found::add);
      } catch (IOException | CertificateException e) {
        LOG.warn("{} is no file of certificates and trusts nobody: {}", file, e.toString());
      }
    }
    return new TrustStore(found);
  }

  private static List<Path> files(Path place) {
    if (Files.isRegularFile(place)) {
      return List.of(place);
    }
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(place)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(place, "*.{pem,crt,cer}")) {
        all.forEach(files::add);
      } catch (IOException e) {
        LOG.warn("The trust store {} cannot be read and trusts nobody: {}", place, e.toString());
      }
    }
    return files;
  }

  /** Whether one of these is trusted, itself or through its issuer, whatever the time is. */
  boolean knows(List<X509Certificate> chain) {
    return trusted.contains(chain.getFirst()) || (maySignCode(chain.getFirst()) && issued(chain));
  }

  private static boolean maySignCode(X509Certificate leaf) {
    try {
      List<String> uses = leaf.getExtendedKeyUsage();
      return uses == null || uses.stream().anyMatch(SIGNS_CODE::contains);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  private boolean issued(List<X509Certificate> chain) {
    List<X509Certificate> path = chain.stream().takeWhile(c -> !trusted.contains(c)).toList();
    Set<TrustAnchor> anchors =
        trusted.stream().map(c -> new TrustAnchor(c, null)).collect(Collectors.toSet());
    if (anchors.isEmpty()) {
      return false;
    }
    try {
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      parameters.setDate(chain.getFirst().getNotAfter());
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      return true;
    } catch (GeneralSecurityException e) {
      LOG.debug("{} is not trusted.", chain.getFirst().getSubjectX500Principal(), e);
      return false;
    }
  }

  /** Whether the signer's certificate is valid at a time. */
  static boolean validAt(X509Certificate certificate, Instant now) {
    Date date = Date.from(now);
    return !date.before(certificate.getNotBefore()) && !date.after(certificate.getNotAfter());
  }
}
