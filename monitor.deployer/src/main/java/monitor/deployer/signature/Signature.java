package monitor.deployer.signature;

/**
 * A verdict about the signature of a jar.
 *
 * @param verdict what it is worth
 * @param signer subject of the signer's certificate; empty where there is none that can be named
 * @param words for a person: what is so and what to do
 */
public record Signature(Verdict verdict, String signer, String words) {
  static Signature of(Verdict verdict, String words) {
    return new Signature(verdict, "", words);
  }

  /** Whether it is good under the policy {@code enforce}. */
  public boolean trusted() {
    return verdict == Verdict.TRUSTED;
  }
}
