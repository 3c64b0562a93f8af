package monitor.deployer.signature;

/** What a signature is worth. */
public enum Verdict {
  /** Every entry is signed by one signer that is trusted. */
  TRUSTED,
  /** Nobody signed it, or the signature was taken away. */
  UNSIGNED,
  /** It is signed, by somebody that is not in the trust store. */
  UNKNOWN_SIGNER,
  /** A trusted certificate signed it that is not valid now. */
  EXPIRED,
  /** Something in it was added after it was signed. */
  PARTLY_SIGNED,
  /** The signature is not that of these bytes: they were changed, or it is another jar's. */
  TAMPERED
}
