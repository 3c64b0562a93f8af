package monitor.deployer.signature;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Reads all of a jar through the verification of {@link JarFile} and says what its signature is
 * worth. A time stamp of the signature does not count: what was signed by a certificate that has
 * expired since is {@link Verdict#EXPIRED}.
 */
public final class SignatureCheck {
  private final TrustStore trust;
  private final Instant now;

  /** Against these certificates, at this time. */
  public SignatureCheck(TrustStore trust, Instant now) {
    this.trust = trust;
    this.now = now;
  }

  /**
   * The verdict about a jar.
   *
   * @throws IOException if it cannot be read
   */
  public Signature of(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile(), true)) {
      SignatureFiles files = SignatureFiles.in(jar);
      if (!files.signed()) {
        return Signature.of(Verdict.UNSIGNED, unsigned(files));
      }
      if (!files.coversManifest()) {
        return Signature.of(
            Verdict.TAMPERED,
            "its signature leaves out the manifest, which names the plugin; sign it with jarsigner");
      }
      return judge(jar);
    } catch (SecurityException e) {
      return Signature.of(
          Verdict.TAMPERED,
          "it is not what was signed: it was changed afterwards, or carries the signature of another jar (%s); get it again from its author"
              .formatted(e.getMessage()));
    }
  }

  private static String unsigned(SignatureFiles files) {
    return files.hasDigests()
        ? "it was signed once, and its signature was taken away; get it again from its author"
        : "it is not signed; sign it with jarsigner and put the certificate into the trust store";
  }

  private Signature judge(JarFile jar) throws IOException {
    Signers signers = new Signers();
    for (JarEntry entry : jar.stream().toList()) {
      if (!entry.isDirectory() && !SignatureFiles.belongs(entry.getName())) {
        try (InputStream in = jar.getInputStream(entry)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
        signers.add(entry.getName(), entry.getCodeSigners());
      }
    }
    return signers.verdict(trust, now);
  }
}
