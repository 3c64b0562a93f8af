package monitor.api.event;

import monitor.api.probe.ProbeResult;

/**
 * One round of a probe against one target.
 *
 * @param probe kind of probe, such as {@code ping}
 * @param target the address as configured
 * @param result what came out
 */
public record Probed(String probe, String target, ProbeResult result) implements Payload {
  @Override
  public Kind kind() {
    return Kind.PROBE;
  }
}
