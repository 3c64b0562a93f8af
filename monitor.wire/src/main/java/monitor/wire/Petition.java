package monitor.wire;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import javax.security.auth.x500.X500Principal;

/**
 * A new key, and the request for a certificate of it: PKCS #10 (RFC 2986), signed by the key with
 * ECDSA and SHA-256.
 *
 * @param keys on the curve P-256
 * @param request the request in PEM
 */
public record Petition(KeyPair keys, String request) {
  private static final int SEQUENCE = 0x30;
  private static final int BIT_STRING = 0x03;
  private static final byte[] VERSION = {0x02, 0x01, 0x00};
  private static final byte[] NO_ATTRIBUTES = {(byte) 0xA0, 0x00};

  /** SEQUENCE of the object identifier 1.2.840.10045.4.3.2 (RFC 5758, 3.2). */
  private static final byte[] ECDSA_WITH_SHA256 = {
    0x30, 0x0A, 0x06, 0x08, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x04, 0x03, 0x02
  };

  /** Makes a key for this name, and asks for a certificate. */
  public static Petition of(String agent) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      byte[] subject = new X500Principal("CN=" + agent).getEncoded();
      byte[] info = der(SEQUENCE, VERSION, subject, keys.getPublic().getEncoded(), NO_ATTRIBUTES);
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(info);
      byte[] bits = der(BIT_STRING, new byte[1], signature.sign());
      return new Petition(
          keys, Pem.of("CERTIFICATE REQUEST", der(SEQUENCE, info, ECDSA_WITH_SHA256, bits)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has keys on the curve P-256", e);
    }
  }

  /** Tag, length and content (X.690, 8.1). */
  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    int length = content.size();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    if (length >= 0x100) {
      all.write(0x82);
      all.write(length >> 8);
    } else if (length >= 0x80) {
      all.write(0x81);
    }
    all.write(length);
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }

  /** Says nothing of the key. */
  @Override
  public String toString() {
    return "Petition";
  }
}
