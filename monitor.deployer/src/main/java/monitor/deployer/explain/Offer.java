package monitor.deployer.explain;

/**
 * What some bundle offers under the name that was asked for.
 *
 * @param bundle symbolic name of who offers it
 * @param version in which version
 */
public record Offer(String bundle, String version) {
  @Override
  public String toString() {
    return version + " (by " + bundle + ")";
  }
}
