package monitor.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import monitor.wire.Pem;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * What a request for a certificate asks for, once it is shown that the peer has the key. Everything
 * else in the request is passed over.
 *
 * @param name the one common name, which is all of the subject
 * @param key to certify
 */
record Claim(String name, PublicKey key) {
  private static final int LEAST_EC_BITS = 256;
  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 8192;

  /** The request is not one that a certificate is issued for; the message is for the peer. */
  static final class Faulty extends Exception {
    private static final long serialVersionUID = 1;

    Faulty(String reason) {
      super(reason);
    }
  }

  /** Reads a request in PEM. */
  static Claim of(String request) throws Faulty {
    try {
      List<byte[]> blocks = Pem.blocks(request, "CERTIFICATE REQUEST");
      if (blocks.size() != 1) {
        throw new Faulty("Send one certificate request (PKCS #10) in PEM form.");
      }
      return of(new JcaPKCS10CertificationRequest(blocks.getFirst()));
    } catch (IOException
        | GeneralSecurityException
        | OperatorCreationException
        | PKCSException
        | RuntimeException e) {
      throw new Faulty("The certificate request cannot be read.");
    }
  }

  private static Claim of(JcaPKCS10CertificationRequest request)
      throws Faulty, GeneralSecurityException, OperatorCreationException, PKCSException {
    PublicKey key = request.getPublicKey();
    if (!strong(key)) {
      throw new Faulty(
          "The key has to be of P-256 or larger, Ed25519, or RSA of 2048 to 8192 bits.");
    }
    if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
      throw new Faulty("The certificate request is not signed by its own key.");
    }
    return new Claim(
        name(request.getSubject().getRDNs())
            .orElseThrow(() -> new Faulty("The subject has to be one common name.")),
        key);
  }

  private static boolean strong(PublicKey key) {
    return switch (key) {
      case ECPublicKey ec -> ec.getParams().getCurve().getField().getFieldSize() >= LEAST_EC_BITS;
      case RSAPublicKey rsa ->
          rsa.getModulus().bitLength() >= LEAST_RSA_BITS
              && rsa.getModulus().bitLength() <= MOST_RSA_BITS;
      case EdECPublicKey ed -> ed.getParams().getName().equals("Ed25519");
      default -> false;
    };
  }

  private static Optional<String> name(RDN[] parts) {
    if (parts.length == 1
        && !parts[0].isMultiValued()
        && parts[0].getFirst().getType().equals(BCStyle.CN)
        && parts[0].getFirst().getValue() instanceof ASN1String text) {
      return Optional.of(text.getString());
    }
    return Optional.empty();
  }
}
