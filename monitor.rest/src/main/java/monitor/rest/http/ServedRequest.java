package monitor.rest.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as the HTTP server has it.
 *
 * @param servlet the server's own
 */
record ServedRequest(HttpServletRequest servlet) implements Request {
  @Override
  public String method() {
    return servlet.getMethod();
  }

  @Override
  public String path() {
    return servlet.getRequestURI();
  }

  @Override
  public Map<String, String[]> parameters() {
    return servlet.getParameterMap();
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(servlet.getHeader(name));
  }

  @Override
  public long length() {
    return servlet.getContentLengthLong();
  }

  @Override
  public InputStream body() throws IOException {
    return servlet.getInputStream();
  }

  @Override
  public String sender() {
    return servlet.getRemoteAddr();
  }

  @Override
  public boolean secure() {
    return servlet.isSecure();
  }

  @Override
  public List<SentFile> files() throws IOException {
    try {
      return servlet.getParts().stream()
          .filter(part -> part.getSubmittedFileName() != null)
          .<SentFile>map(PartFile::new)
          .toList();
    } catch (ServletException e) {
      throw new IOException(e);
    }
  }

  private record PartFile(Part part) implements SentFile {
    @Override
    public String name() {
      return String.valueOf(part.getSubmittedFileName());
    }

    @Override
    public InputStream open() throws IOException {
      return part.getInputStream();
    }

    @Override
    public void discard() throws IOException {
      part.delete();
    }
  }
}
