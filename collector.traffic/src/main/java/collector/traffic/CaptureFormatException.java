package collector.traffic;

import java.io.IOException;

/** A capture file is not what it claims to be; the message says where and why. */
final class CaptureFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  CaptureFormatException(String message) {
    super(message);
  }
}
