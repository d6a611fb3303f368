package io.socketionats.load.protocol;

import com.typesafe.scalalogging.Logger;
import io.gatling.core.action.Action;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.http.action.ws.WsConnect;
import io.gatling.http.client.Request;
import io.gatling.http.protocol.HttpComponents;
import io.gatling.http.protocol.HttpProtocol;
import io.gatling.http.protocol.HttpProtocolWsPart;
import io.gatling.http.request.builder.ws.WsConnectRequestBuilder;
import io.gatling.http.request.builder.ws.WsRequestExpressionBuilder;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.WsConnectActionBuilder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Gatling's WebSocket connect with a listener for each user. Gatling's own hook for inbound frames
 * belongs to the protocol, so it does not know whose frame it sees; here every user connects with a
 * copy of the protocol whose hook is the user's.
 */
final class ListeningConnect implements ActionBuilder {
  private final WsConnectRequestBuilder connect;
  private final EngineIo engineIo;
  private final Function<Session, Consumer<String>> listeners;

  ListeningConnect(
      WsConnectActionBuilder connect,
      EngineIo engineIo,
      Function<Session, Consumer<String>> listeners) {
    this.connect = (WsConnectRequestBuilder) connect.asScala();
    this.engineIo = engineIo;
    this.listeners = listeners;
  }

  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    return (context, next) -> new Connecting(this, context, next);
  }

  /** Answers the heartbeat and hands everything else on; runs on the user's event loop. */
  private static final class Hook implements scala.Function1<String, Option<String>> {
    private static final Option<String> PONG = Option.apply("3");
    private static final Option<String> NO_ANSWER = Option.empty();

    private final boolean serverPings;
    private final Consumer<String> listener;

    Hook(boolean serverPings, Consumer<String> listener) {
      this.serverPings = serverPings;
      this.listener = listener;
    }

    @Override
    public Option<String> apply(String frame) {
      if (frame.length() == 1) {
        return serverPings && frame.charAt(0) == '2' ? PONG : NO_ANSWER;
      }
      listener.accept(frame);
      return NO_ANSWER;
    }
  }

  private static final class Connecting implements Action {
    private static final Logger LOGGER =
        new Logger(LoggerFactory.getLogger(ListeningConnect.class));

    private final ListeningConnect builder;
    private final ScenarioContext context;
    private final HttpComponents shared;
    private final scala.Function1<
            io.gatling.core.session.Session, io.gatling.commons.validation.Validation<Request>>
        request;
    private final Action next;

    Connecting(ListeningConnect builder, ScenarioContext context, Action next) {
      this.builder = builder;
      this.context = context;
      this.next = next;
      this.shared = builder.connect.lookUpHttpComponents(context.protocolComponentsRegistry());
      this.request =
          new WsRequestExpressionBuilder(
                  builder.connect.commonAttributes(),
                  shared.httpCaches(),
                  shared.httpProtocol(),
                  context.coreComponents().configuration(),
                  builder.connect.subprotocol())
              .build();
    }

    @Override
    public String name() {
      return "socketIoConnect";
    }

    @Override
    public void execute(io.gatling.core.session.Session session) {
      Hook hook =
          new Hook(builder.engineIo == EngineIo.V4, builder.listeners.apply(new Session(session)));
      new WsConnect(
              builder.connect.commonAttributes().requestName(),
              builder.connect.wsName(),
              request,
              builder.connect.checkSequences(),
              Option.empty(),
              context.coreComponents(),
              new HttpComponents(
                  listening(shared.httpProtocol(), hook),
                  shared.httpEngine(),
                  shared.httpCaches(),
                  shared.httpTxExecutor()),
              next)
          .execute(session);
    }

    private static HttpProtocol listening(HttpProtocol shared, Hook hook) {
      HttpProtocolWsPart ws = shared.wsPart();
      return shared.copy(
          shared.baseUrls(),
          shared.warmUpUrl(),
          shared.enginePart(),
          shared.requestPart(),
          shared.responsePart(),
          new HttpProtocolWsPart(
              ws.wsBaseUrls(), ws.maxReconnects(), hook, ws.unmatchedInboundMessageBufferSize()),
          shared.ssePart(),
          shared.proxyPart(),
          shared.dnsPart());
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
