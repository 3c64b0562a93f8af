package collector.traffic;

/** Addresses as people write them. */
final class Address {
  private Address() {}

  /** An address of a packet of this version of IP. */
  static String text(int version, long high, long low) {
    return version == 4 ? text4((int) low) : text6(high, low);
  }

  static String text4(int address) {
    StringBuilder text = new StringBuilder(15);
    for (int shift = 24; shift >= 0; shift -= 8) {
      text.append(address >>> shift & 0xff);
      if (shift > 0) {
        text.append('.');
      }
    }
    return text.toString();
  }

  /** The form of RFC 5952: lower case, the first of the longest runs of zeros left out. */
  static String text6(long high, long low) {
    int runStart = -1;
    int runLength = 1; // a single zero is written
    for (int i = 0; i < 8; i++) {
      int length = 0;
      while (i + length < 8 && group(high, low, i + length) == 0) {
        length++;
      }
      if (length > runLength) {
        runStart = i;
        runLength = length;
      }
      i += length;
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(group(high, low, i)));
      }
    }
    return text.toString();
  }

  private static int group(long high, long low, int index) {
    long half = index < 4 ? high : low;
    return (int) (half >>> (3 - index % 4) * 16) & 0xffff;
  }
}
