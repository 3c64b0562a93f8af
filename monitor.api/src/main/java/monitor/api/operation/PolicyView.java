package monitor.api.operation;

import java.util.List;

/**
 * A rule of the policy: a table {@code [[policy]]}.
 *
 * @param name of the table
 * @param plugins symbolic names it applies to; {@code *} stands for any text
 * @param signers names of certificates it applies to; {@code *} stands for any text
 * @param permit the only capabilities that these may have; empty: all
 * @param deny capabilities that these may not have
 * @param where file and line of the table; empty if not known
 * @param appliesTo plugins that are there and that it applies to
 */
public record PolicyView(
    String name,
    List<String> plugins,
    List<String> signers,
    List<String> permit,
    List<String> deny,
    String where,
    List<String> appliesTo) {
  /** Copies the lists. */
  public PolicyView {
    plugins = List.copyOf(plugins);
    signers = List.copyOf(signers);
    permit = List.copyOf(permit);
    deny = List.copyOf(deny);
    appliesTo = List.copyOf(appliesTo);
  }
}
