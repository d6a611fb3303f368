package io.socketionats.load.simulation;

import com.typesafe.scalalogging.Logger;
import io.gatling.core.action.Action;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Session;
import org.slf4j.LoggerFactory;

/** An action that hands the session to its client, which goes on when there is something to do. */
final class Await implements ActionBuilder {
  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    return (context, next) -> new Waiting(next);
  }

  private record Waiting(Action next) implements Action {
    private static final Logger LOGGER = new Logger(LoggerFactory.getLogger(Await.class));

    @Override
    public String name() {
      return "await";
    }

    @Override
    public void execute(io.gatling.core.session.Session session) {
      Member.of(new Session(session)).await(session, next);
    }

    @Override
    public Logger logger() {
      return LOGGER;
    }

    @Override
    public void com$typesafe$scalalogging$StrictLogging$_setter_$logger_$eq(Logger logger) {
      // the logger of this class is its own
    }
  }
}
