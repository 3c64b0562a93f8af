package collector.traffic;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to the domain name system, or its answer (RFC 1035).
 *
 * @param id which answer belongs to which question
 * @param response whether it is an answer
 * @param code of the answer; 0 is success
 * @param truncated whether it did not fit
 * @param name that is asked for, in lower case; odd bytes as {@code \DDD}
 * @param type of record that is asked for, such as 1 for addresses of version 4
 * @param answers addresses and names, in their order; at most {@link #MOST_ANSWERS}
 */
record DnsMessage(
    int id,
    boolean response,
    int code,
    boolean truncated,
    String name,
    int type,
    List<String> answers) {
  static final int MOST_ANSWERS = 16;

  private static final int MOST_RECORDS = 64;
  private static final int HEADER = 12;
  private static final int A = 1;
  private static final int NS = 2;
  private static final int CNAME = 5;
  private static final int PTR = 12;
  private static final int AAAA = 28;

  /**
   * Reads a message; never throws.
   *
   * @param offset where it begins in the buffer, which is in network byte order
   * @param length how much of it there is
   * @return null if it is none, or malformed before the question ends
   */
  static @Nullable DnsMessage read(ByteBuffer data, int offset, int length) {
    if (length < HEADER) {
      return null;
    }
    int flags = data.getShort(offset + 2);
    boolean query = (flags & 0x7800) == 0;
    if (!query || data.getShort(offset + 4) != 1) {
      return null; // of the other operations, and of several questions, nothing is used
    }
    DnsNames names = new DnsNames(data, offset, length);
    String name = names.read(HEADER);
    int at = names.after();
    if (name == null || at + 4 > length) {
      return null;
    }
    int type = data.getShort(offset + at) & 0xffff;
    boolean response = (flags & 0x8000) != 0;
    List<String> answers =
        response ? answers(names, data, at + 4, data.getShort(offset + 6) & 0xffff) : List.of();
    return new DnsMessage(
        data.getShort(offset) & 0xffff,
        response,
        flags & 0x0f,
        (flags & 0x0200) != 0,
        name,
        type,
        answers);
  }

  private static List<String> answers(DnsNames names, ByteBuffer data, int from, int count) {
    List<String> answers = new ArrayList<>();
    int at = from;
    for (int i = 0; i < Math.min(count, MOST_RECORDS) && answers.size() < MOST_ANSWERS; i++) {
      if (names.read(at) == null) {
        break;
      }
      int record = names.offset() + names.after();
      if (names.after() + 10 > names.length()) {
        break;
      }
      int size = data.getShort(record + 8) & 0xffff;
      int value = names.after() + 10;
      if (value + size > names.length()) {
        break;
      }
      String text = value(names, data, data.getShort(record) & 0xffff, value, size);
      if (text != null) {
        answers.add(text);
      }
      at = value + size;
    }
    return List.copyOf(answers);
  }

  private static @Nullable String value(
      DnsNames names, ByteBuffer data, int type, int at, int size) {
    int from = names.offset() + at;
    return switch (type) {
      case A -> size == 4 ? Address.text4(data.getInt(from)) : null;
      case AAAA -> size == 16 ? Address.text6(data.getLong(from), data.getLong(from + 8)) : null;
      case NS, CNAME, PTR -> names.read(at);
      default -> null;
    };
  }

  /** The type of record in letters; {@code TYPE65} and the like for rare ones (RFC 3597). */
  String typeName() {
    return switch (type) {
      case A -> "A";
      case NS -> "NS";
      case CNAME -> "CNAME";
      case 6 -> "SOA";
      case PTR -> "PTR";
      case 15 -> "MX";
      case 16 -> "TXT";
      case AAAA -> "AAAA";
      case 33 -> "SRV";
      case 43 -> "DS";
      case 48 -> "DNSKEY";
      case 64 -> "SVCB";
      case 65 -> "HTTPS";
      case 255 -> "ANY";
      case 257 -> "CAA";
      default -> "TYPE" + type;
    };
  }

  /** The code of the answer in letters, as {@code dig} prints it. */
  String codeName() {
    return switch (code) {
      case 0 -> "NOERROR";
      case 1 -> "FORMERR";
      case 2 -> "SERVFAIL";
      case 3 -> "NXDOMAIN";
      case 4 -> "NOTIMP";
      case 5 -> "REFUSED";
      default -> "RCODE" + code;
    };
  }
}
