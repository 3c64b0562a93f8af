package monitor.rest.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request, whatever carried it here. Belongs to the thread that answers it. */
public interface Request {
  /** Upper case. */
  String method();

  /** The path as it stands in the request line. */
  String path();

  /** The parameters of the query, decoded. */
  Map<String, String[]> parameters();

  /** A header, the first of that name. */
  Optional<String> header(String name);

  /** Bytes of the body; -1 if the sender does not say. */
  long length();

  /** The body; not bounded, see {@link BoundedBody}. */
  InputStream body() throws IOException;

  /** The address of the sender, as it is written. */
  String sender();

  /** Whether it came encrypted. */
  boolean secure();

  /**
   * The files of a form.
   *
   * @throws Problem 400, 413 or 415 if there is no form that can be read
   */
  List<SentFile> files() throws IOException;

  /** A file of a form. */
  interface SentFile {
    /** Its name, as the sender wrote it. */
    String name();

    /** Its bytes. */
    InputStream open() throws IOException;

    /** Lets go of what was kept of it. */
    void discard() throws IOException;
  }
}
