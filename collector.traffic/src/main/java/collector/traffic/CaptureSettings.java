package collector.traffic;

import java.util.List;

/**
 * How interfaces are watched.
 *
 * @param interfaces names, in which a star stands for any characters
 * @param filter of pcap-filter(7); empty for every packet
 * @param snapLength bytes that are kept of a packet
 * @param bufferBytes between the kernel and this process, for each interface
 * @param promiscuous whether also packets for others are watched
 * @param ringBytes of packets on disk, for each interface; 0 for none
 * @param ringFiles over which they are spread
 * @param traffic what is told of the packets
 */
record CaptureSettings(
    List<String> interfaces,
    String filter,
    int snapLength,
    long bufferBytes,
    boolean promiscuous,
    long ringBytes,
    int ringFiles,
    TrafficSettings traffic) {
  private static final int LONGEST_FILTER = 4096;

  /**
   * Reads the configuration.
   *
   * @throws IllegalArgumentException with every problem, each named by its key
   */
  static CaptureSettings of(TrafficConfiguration configuration) {
    Reading reading = new Reading();
    String filter = configuration.filter().strip();
    if (filter.length() > LONGEST_FILTER || filter.indexOf('\0') >= 0) {
      reading.problem("filter: it is longer than %d characters".formatted(LONGEST_FILTER));
    }
    long buffer = reading.size("buffer", configuration.buffer(), "1MiB", "1GiB");
    CaptureSettings settings =
        new CaptureSettings(
            reading.names("interfaces", configuration.interfaces()),
            filter,
            (int) reading.size("snap-length", configuration.snap$_$length(), "64B", "64KiB"),
            buffer / PacketRing.BLOCK * PacketRing.BLOCK,
            configuration.promiscuous(),
            ring(reading, configuration.ring_size()),
            reading.number("ring.files", configuration.ring_files(), 2, 1000),
            traffic(reading, configuration));
    reading.throwProblems();
    return settings;
  }

  private static long ring(Reading reading, String text) {
    long bytes = reading.size("ring.size", text, "0B", "1TiB");
    if (bytes > 0 && bytes < 1 << 20) {
      reading.problem("ring.size: '%s' is neither 0B nor at least 1MiB".formatted(text));
    }
    return bytes;
  }

  private static TrafficSettings traffic(Reading reading, TrafficConfiguration configuration) {
    FlowSettings flows =
        new FlowSettings(
            reading.duration("flows.interval", configuration.flows_interval(), "1s", "1d"),
            reading.number("flows.max", configuration.flows_max(), 16, 1_000_000),
            reading.duration("flows.idle", configuration.flows_idle(), "1s", "1d"),
            reading.duration("flows.tcp-idle", configuration.flows_tcp$_$idle(), "1s", "1d"),
            reading.number("talkers.top", configuration.talkers_top(), 0, 1000));
    return new TrafficSettings(
        reading.duration("interval", configuration.interval(), "1s", "1h"),
        flows,
        configuration.dns(),
        configuration.tls());
  }
}
