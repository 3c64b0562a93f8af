package monitor.rest.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key and the one algorithm that it is used with, whatever a token says.
 *
 * @param id that a token names it by; null for the one that is not named
 * @param algorithm pinned
 * @param verifier of signatures
 */
record Key(@Nullable String id, JWSAlgorithm algorithm, JWSVerifier verifier) {
  private static final int MIN_RSA_BITS = 2048;
  private static final BigInteger MIN_RSA_EXPONENT = BigInteger.valueOf(65_537);
  private static final int LAST_PRIME = 167;
  private static final Set<JWSAlgorithm> RSA =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512);
  private static final Map<JWSAlgorithm, Curve> EC =
      Map.of(
          JWSAlgorithm.ES256, Curve.P_256,
          JWSAlgorithm.ES384, Curve.P_384,
          JWSAlgorithm.ES512, Curve.P_521);

  /**
   * A secret that is shared with the issuer, for HS256.
   *
   * @throws IllegalArgumentException if it has less than 256 bits
   */
  static Key shared(@Nullable String id, String secret) {
    try {
      return new Key(
          id, JWSAlgorithm.HS256, new MACVerifier(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (JOSEException e) {
      throw new IllegalArgumentException(".jwt-secret: has less than 32 bytes", e);
    }
  }

  /**
   * A public key of a set.
   *
   * @throws IllegalArgumentException saying why it is not used
   */
  static Key published(JWK key) {
    String id = key.getKeyID();
    require(id != null && !id.isBlank(), "a key has no kid");
    require(!key.isPrivate(), "is a private key; give the public one");
    require(key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE), "is not for sig");
    Set<KeyOperation> operations = key.getKeyOperations();
    require(operations == null || operations.contains(KeyOperation.VERIFY), "is not to verify");
    JWSAlgorithm algorithm =
        key.getAlgorithm() == null ? null : JWSAlgorithm.parse(key.getAlgorithm().getName());
    try {
      return switch (key) {
        case RSAKey rsa when algorithm != null && RSA.contains(algorithm) ->
            new Key(id, algorithm, rsa(rsa));
        case ECKey ec when algorithm != null && ec.getCurve().equals(EC.get(algorithm)) ->
            new Key(id, algorithm, new ECDSAVerifier(ec.toECPublicKey()));
        default ->
            throw new IllegalArgumentException(
                "the alg of key '%s' is missing, or does not fit it".formatted(id));
      };
    } catch (JOSEException e) {
      throw new IllegalArgumentException("key '%s': %s".formatted(id, e.getMessage()), e);
    }
  }

  private static RSASSAVerifier rsa(RSAKey key) throws JOSEException {
    boolean strong =
        key.getModulus().decodeToBigInteger().bitLength() >= MIN_RSA_BITS
            && key.getPublicExponent().decodeToBigInteger().compareTo(MIN_RSA_EXPONENT) >= 0;
    require(strong, "an RSA key has less than 2,048 bits, or an exponent below 65,537");
    require(!weak(key.getModulus().decodeToBigInteger()), "an RSA key can be factored (ROCA)");
    return new RSASSAVerifier(key.toRSAPublicKey());
  }

  /**
   * Whether a modulus was made by the library of CVE-2017-15361: modulo small primes its keys are
   * powers of 65,537 (Nemec et al. 2017, The Return of Coppersmith's Attack).
   */
  private static boolean weak(BigInteger modulus) {
    for (BigInteger prime = BigInteger.valueOf(3);
        prime.intValue() <= LAST_PRIME;
        prime = prime.nextProbablePrime()) {
      BigInteger rest = modulus.mod(prime);
      BigInteger power = BigInteger.ONE;
      boolean found = false;
      do {
        found |= power.equals(rest);
        power = power.multiply(MIN_RSA_EXPONENT).mod(prime);
      } while (!power.equals(BigInteger.ONE));
      if (!found) {
        return false;
      }
    }
    return true;
  }

  private static void require(boolean right, String problem) {
    if (!right) {
      throw new IllegalArgumentException(problem);
    }
  }

  /** Whether a token that names this key and algorithm means it. */
  boolean is(@Nullable String named, @Nullable String with) {
    return java.util.Objects.equals(id, named) && algorithm.getName().equals(with);
  }
}
