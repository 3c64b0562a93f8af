package probe.reachability;

import java.io.IOException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Failures of connections in words. */
final class Failures {
  private Failures() {}

  /**
   * A sentence about one.
   *
   * @param late what is said when the time was over
   */
  static String reason(IOException failure, String late) {
    return switch (failure) {
      case SocketTimeoutException e -> late;
      // closed by the deadline, while it waited or between two waits
      case ClosedChannelException e -> late;
      case PortUnreachableException e -> "port unreachable";
      case ConnectException e when message(e).contains("refused") -> "connection refused";
      case ConnectException e when message(e).contains("timed out") -> late;
      case SSLException e -> tls(e);
      default -> message(failure);
    };
  }

  private static String tls(SSLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      @Nullable String reason =
          switch (cause) {
            case CertificateExpiredException e -> "the certificate has expired";
            case CertificateNotYetValidException e -> "the certificate is not valid yet";
            case CertPathBuilderException e -> "the certificate is signed by nobody trusted";
            case CertificateException e when message(e).startsWith("No ") ->
                "the certificate is for another name: " + message(e);
            default -> null;
          };
      if (reason != null) {
        return reason;
      }
    }
    return "TLS failed: " + message(failure);
  }

  private static String message(Exception failure) {
    @Nullable String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
