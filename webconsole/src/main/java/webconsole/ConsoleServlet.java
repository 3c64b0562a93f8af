package webconsole;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Serves the console at {@code /}: everything that no other servlet has a longer pattern for. The
 * files hold no secret, so nobody has to sign in for them; what they show comes from the API.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/")
public final class ConsoleServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient Site site;

  /** Serves the files of this bundle. */
  @Activate
  public ConsoleServlet() {
    site = new Site(new Assets(name -> ConsoleServlet.class.getResource("/static/" + name)));
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String rest = request.getPathInfo() == null ? "" : request.getPathInfo();
    Site.Answer answer =
        site.get(
            request.getServletPath() + rest,
            request.getHeader("Accept-Encoding"),
            request.getHeader("If-None-Match"));
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    if (answer.status() != HttpServletResponse.SC_NOT_MODIFIED) {
      response.setContentLength(answer.body().length);
      response.getOutputStream().write(answer.body());
    }
  }
}
