package monitor.rest.access;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import monitor.api.config.Values;
import monitor.api.identity.Invitation;
import monitor.rest.http.Call;
import monitor.rest.http.Permission;
import monitor.rest.http.Problem;
import monitor.rest.http.Reply;
import monitor.rest.http.Route;
import monitor.rest.offers.Offers;
import org.jspecify.annotations.Nullable;

/** Routes of agents: who is there, who may join, and who may no longer. */
public final class AgentRoutes {
  private static final String DEFAULT_LIFETIME = "24h";

  /** Body of {@code POST agents/tokens}. */
  record NewJoinToken(@Nullable String name, @Nullable String expiresIn) {}

  private final Offers offers;
  private final InstantSource clock;

  /** Through the authority, the receivers and the storage offered. */
  public AgentRoutes(Offers offers, InstantSource clock) {
    this.offers = offers;
    this.clock = clock;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/api/v1/agents", Permission.READ, this::agents),
        new Route("POST", "/api/v1/agents/tokens", Permission.ADMINISTER, this::invite),
        new Route("POST", "/api/v1/agents/{name}/revoke", Permission.ADMINISTER, this::revoke));
  }

  private Reply agents(Call call) {
    call.parameters().finish();
    return Reply.json(new KnownAgents(offers, clock.instant()).shape());
  }

  private Reply invite(Call call) throws IOException {
    NewJoinToken body = call.json(NewJoinToken.class);
    try {
      Duration lifetime =
          Values.duration(
              "expiresIn", Optional.ofNullable(body.expiresIn()).orElse(DEFAULT_LIFETIME));
      Invitation made =
          offers
              .requiredAuthority()
              .invite(
                  Optional.ofNullable(body.name()).orElse(""), lifetime, call.identity().name());
      Map<String, Object> shape = new LinkedHashMap<>();
      shape.put("name", made.agent());
      shape.put("expires", made.expires());
      shape.put("token", made.token());
      return Reply.json(201, shape);
    } catch (IllegalArgumentException e) {
      String[] parts = String.valueOf(e.getMessage()).split(": ", 2);
      throw Problem.parameter(parts[0], parts[parts.length - 1]);
    }
  }

  private Reply revoke(Call call) throws IOException {
    boolean joined = offers.requiredAuthority().revoke(call.path("name"));
    return Reply.json(Map.of("name", call.path("name"), "joined", joined));
  }
}
