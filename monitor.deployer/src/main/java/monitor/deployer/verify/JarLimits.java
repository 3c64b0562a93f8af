package monitor.deployer.verify;

/**
 * What a plugin jar may be at most.
 *
 * @param bytes of the file
 * @param inflatedBytes of all entries together, counted while they are inflated
 * @param entries files and folders in it
 */
public record JarLimits(long bytes, long inflatedBytes, int entries) {
  /** 128 MiB, 512 MiB inflated, 50,000 entries: ten times the largest plugin of ours. */
  public static final JarLimits DEFAULT = new JarLimits(128L << 20, 512L << 20, 50_000);

  /** All must be positive. */
  public JarLimits {
    if (bytes <= 0 || inflatedBytes <= 0 || entries <= 0) {
      throw new IllegalArgumentException("limits of a jar must be positive");
    }
  }
}
