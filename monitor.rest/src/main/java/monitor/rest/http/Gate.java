package monitor.rest.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Stands before every servlet of this server, those of plugins too: whatever is not known to check
 * for itself, or to have nothing to hide, is open only to those who are signed in.
 */
public final class Gate extends HttpFilter {
  private static final long serialVersionUID = 1;
  private static final String PLUGINS = "/plugins/";
  private static final Set<String> SAFE = Set.of("GET", "HEAD");

  private final transient Doorkeeper door;
  private final transient Answers answers;
  private final Set<String> open;

  /**
   * A gate.
   *
   * @param open names of the servlets that anyone may reach
   */
  public Gate(Doorkeeper door, Answers answers, Set<String> open) {
    this.door = door;
    this.answers = answers;
    this.open = Set.copyOf(open);
  }

  /** A plugin may give its servlet the name of one of ours, but not its place. */
  private boolean isOpen(HttpServletRequest request) {
    return open.contains(request.getHttpServletMapping().getServletName())
        && !request.getServletPath().startsWith(PLUGINS);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      door.checkHost(request);
      if (!isOpen(request)) {
        Permission needed =
            SAFE.contains(request.getMethod()) ? Permission.READ : Permission.OPERATE;
        var _ = door.admit(request, needed, request.getRequestURI());
      }
    } catch (Problem problem) {
      String id = Answers.requestId();
      ServedAnswer.secure(response, id);
      Reply.Content refusal = answers.problem(problem, id);
      answers.count(refusal.status());
      ServedAnswer.write(refusal, request, response);
      return;
    }
    chain.doFilter(request, response);
  }
}
