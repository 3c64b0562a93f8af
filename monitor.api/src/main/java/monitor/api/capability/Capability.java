package monitor.api.capability;

/**
 * One thing that a component does or needs. The first seven are domains and qualities with the bits
 * of the collection framework this platform follows; bits are explicit and never change. Later
 * versions add some: a switch over it has a default branch.
 */
public enum Capability {
  /** Processes: their start, end, resource use. */
  PROCESS(0),
  /** Network connections and traffic. */
  NETWORK(1),
  /** Files and file systems. */
  FILESYSTEM(2),
  /** Measurements of load and performance. */
  PERFORMANCE(3),
  /** Events are emitted as they happen, not by polling. */
  REALTIME(4),
  /** Needs kernel privileges: CAP_SYS_ADMIN or CAP_BPF in the effective set. */
  KERNEL_LEVEL(5),
  /** Sees the whole host, not one process or container. */
  SYSTEM_WIDE(6),
  /** Log lines. */
  LOGS(7),
  /** Active tests of remote targets. */
  REACHABILITY(8),
  /** Kinds of events that the plugin defines itself. */
  CUSTOM(9),
  /** Needs raw sockets: CAP_NET_RAW. */
  RAW_SOCKET(10),
  /** Needs packet capture: CAP_NET_RAW and libpcap. */
  PACKET_CAPTURE(11),
  /** Needs to read the systemd journal. */
  JOURNAL_ACCESS(12);

  private final int bit;

  Capability(int bit) {
    this.bit = bit;
  }

  /** The bit number, 0 to 63: fixed for ever, unlike the ordinal. */
  public int bit() {
    return bit;
  }

  /** The mask with only this capability's bit set. */
  public long mask() {
    return 1L << bit;
  }
}
