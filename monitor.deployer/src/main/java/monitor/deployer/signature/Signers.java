package monitor.deployer.signature;

import java.security.CodeSigner;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who signed the entries of one jar: whoever counts has signed every one of them. */
final class Signers {
  private final Set<CodeSigner> ofAll = new LinkedHashSet<>();
  private @Nullable String unsigned;
  private boolean any;
  private boolean begun;

  /** Takes the signers of the next entry, null if it has none. */
  void add(String entry, CodeSigner @Nullable [] signers) {
    List<CodeSigner> these = signers == null ? List.of() : Arrays.asList(signers);
    if (begun) {
      ofAll.retainAll(these);
    } else {
      ofAll.addAll(these);
    }
    begun = true;
    any |= !these.isEmpty();
    if (unsigned == null && ofAll.isEmpty()) {
      unsigned = entry;
    }
  }

  Signature verdict(TrustStore trust, Instant now) {
    if (!any) {
      return Signature.of(
          Verdict.TAMPERED,
          "its signature does not hold: it is damaged, of another jar, or of an algorithm that Java does not accept any more; get it again from its author");
    }
    if (unsigned != null) {
      return Signature.of(
          Verdict.PARTLY_SIGNED,
          "its entry '%s' was added after it was signed; get it again from its author"
              .formatted(unsigned));
    }
    return ofAll.stream()
        .map(signer -> chain(signer))
        .filter(trust::knows)
        .findFirst()
        .map(chain -> known(chain.getFirst(), now))
        .orElseGet(() -> unknown(chain(ofAll.iterator().next()).getFirst()));
  }

  private static List<X509Certificate> chain(CodeSigner signer) {
    return signer.getSignerCertPath().getCertificates().stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  private static Signature known(X509Certificate certificate, Instant now) {
    String signer = name(certificate);
    if (TrustStore.validAt(certificate, now)) {
      return new Signature(Verdict.TRUSTED, signer, "signed by " + signer);
    }
    return new Signature(
        Verdict.EXPIRED,
        signer,
        "it is signed by %s with a certificate that is valid from %s to %s only; have it signed again"
            .formatted(
                signer,
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant()));
  }

  private static Signature unknown(X509Certificate certificate) {
    String signer = name(certificate);
    return new Signature(
        Verdict.UNKNOWN_SIGNER,
        signer,
        "it is signed by %s, who is not trusted here; put that certificate into the trust store if it should be"
            .formatted(signer));
  }

  private static String name(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }
}
