package monitor.control;

import java.util.List;
import monitor.rest.http.Call;
import monitor.rest.http.Permission;
import monitor.rest.http.Reply;
import monitor.rest.http.Route;

/**
 * Routes for what signals do elsewhere.
 *
 * @param reload reads the configuration again
 * @param stop begins to stop the platform, and returns
 */
record ControlRoutes(Runnable reload, Runnable stop) {
  List<Route> routes() {
    return List.of(
        new Route("POST", "/api/v1/reload", Permission.ADMINISTER, call -> run(call, reload)),
        new Route("POST", "/api/v1/stop", Permission.ADMINISTER, call -> run(call, stop)));
  }

  private static Reply run(Call call, Runnable work) {
    call.parameters().finish();
    work.run();
    return Reply.empty();
  }
}
