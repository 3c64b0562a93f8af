package monitor.api.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would change if a jar were installed now.
 *
 * @param name symbolic name
 * @param fromVersion version in force; null if the plugin is not there
 * @param toVersion version of the jar
 * @param fromBytes size of the jar in force; 0 if there is none
 * @param toBytes size of the jar
 * @param signature verdict about its signature, for a person
 * @param refusal why installing it would be refused; empty if it would be tried
 * @param differences what differs, sorted by aspect and name
 * @param lost what others would lose, a sentence each
 */
public record PluginDiff(
    String name,
    @Nullable String fromVersion,
    String toVersion,
    long fromBytes,
    long toBytes,
    String signature,
    String refusal,
    List<Difference> differences,
    List<String> lost) {
  /** Copies the lists. */
  public PluginDiff {
    differences = List.copyOf(differences);
    lost = List.copyOf(lost);
  }

  /**
   * One difference.
   *
   * @param aspect {@code capability}, {@code configuration}, {@code import}, {@code export} or
   *     {@code position}
   * @param name of what differs
   * @param change {@code added}, {@code removed} or {@code changed}
   * @param detail from what to what; may be empty
   */
  public record Difference(String aspect, String name, String change, String detail) {}
}
