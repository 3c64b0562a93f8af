package monitor.runtime.negotiation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import monitor.api.capability.Capability;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Discovers what this host offers, from the effective privileges of the process (capabilities(7))
 * and the libraries that are installed.
 */
public final class HostOffer {
  private static final Logger LOG = LoggerFactory.getLogger(HostOffer.class);

  private static final int CAP_NET_RAW = 13;
  private static final int CAP_SYS_ADMIN = 21;
  private static final int CAP_BPF = 39;
  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu"),
          Path.of("/usr/lib/aarch64-linux-gnu"),
          Path.of("/usr/lib64"),
          Path.of("/usr/lib"),
          Path.of("/lib"));
  private static final List<Path> JOURNALS =
      List.of(Path.of("/var/log/journal"), Path.of("/run/log/journal"));

  private HostOffer() {}

  /** Looks at this process and this host, now. */
  public static Offer discover() {
    return of(effective(Path.of("/proc/self/status")), libpcap(), journal());
  }

  static Offer of(long effective, boolean libpcap, boolean journal) {
    Offer offer = Offer.ALL;
    if (!has(effective, CAP_SYS_ADMIN) && !has(effective, CAP_BPF)) {
      offer =
          offer.without(
              Capability.KERNEL_LEVEL,
              "the process has neither CAP_SYS_ADMIN nor CAP_BPF; start it with one of them");
    }
    if (!has(effective, CAP_NET_RAW)) {
      String reason = "the process has no CAP_NET_RAW; start it with it, or as root";
      return withoutJournal(
          offer.without(Capability.RAW_SOCKET, reason).without(Capability.PACKET_CAPTURE, reason),
          journal);
    }
    return withoutJournal(libpcap ? offer : withoutLibpcap(offer), journal);
  }

  private static Offer withoutLibpcap(Offer offer) {
    return offer.without(
        Capability.PACKET_CAPTURE, "libpcap is not installed; install the package libpcap0.8");
  }

  private static Offer withoutJournal(Offer offer, boolean journal) {
    return journal
        ? offer
        : offer.without(
            Capability.JOURNAL_ACCESS,
            "no systemd journal can be read; run as root or in the group systemd-journal");
  }

  private static boolean has(long effective, int capability) {
    return (effective & 1L << capability) != 0;
  }

  /** The line {@code CapEff} of proc(5); nothing where it cannot be read. */
  static long effective(Path status) {
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("CapEff:")) {
          return Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16);
        }
      }
    } catch (IOException | NumberFormatException e) {
      LOG.warn("The privileges of this process cannot be read, so none are assumed.", e);
    }
    return 0;
  }

  private static boolean libpcap() {
    return LIBRARIES.stream().anyMatch(HostOffer::holdsLibpcap);
  }

  private static boolean holdsLibpcap(Path folder) {
    return Files.exists(folder.resolve("libpcap.so.1"))
        || Files.exists(folder.resolve("libpcap.so.0.8"));
  }

  private static boolean journal() {
    return JOURNALS.stream().anyMatch(path -> Files.isReadable(path) && Files.isExecutable(path));
  }
}
