package io.socketionats.load.simulation;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.socketionats.load.protocol.Frames;
import io.socketionats.load.protocol.PollAnswer;
import io.socketionats.load.protocol.SocketIo;
import io.socketionats.load.simulation.Member.Step;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Clients that connect, join their rooms, and then do what their {@link Member} is told. Gatling
 * makes it by its name, so it finds its injector by the thread.
 */
public final class LoadSimulation extends Simulation {
  private static final String BODY = "body";
  private static final String BACK = "back";
  private static final String TRIES = "tries";
  private static final int MOST_TRIES = 3;
  private static final String SID = "sid";
  private static final int OK = 200;

  private final LocalInjector injector = LocalInjector.ofThisThread();

  /** Made by Gatling. */
  public LoadSimulation() {
    SocketIo io =
        SocketIo.socketIo()
            .namespace(injector.namespace())
            .onFrame(session -> Member.of(session).receiver()::arrived);
    setUp(
            scenario("clients")
                .exec(session -> session.set(Member.ATTRIBUTE, injector.nextMember()))
                .exec(
                    doIfOrElse((Session session) -> injector.isPolling(Member.of(session)))
                        .then(polling())
                        .orElse(client(io)))
                .injectOpen(rampUsers(injector.connections()).during(injector.rampTime())))
        .protocols(http.disableWarmUp().disableCaching().shareConnections());
  }

  private ChainBuilder client(SocketIo io) {
    return exec(LoadSimulation::joining)
        .exec(session -> session.set(TRIES, 0))
        .exec(untilBack(io, rejoin(io), session -> session.getInt(TRIES) < MOST_TRIES))
        .exec(session -> session.getBoolean(BACK) ? joined(session) : session.markAsFailed())
        .exec(this::ready)
        .exec(
            asLongAs(session -> !Member.of(session).isEnded())
                .on(
                    exec(new Await())
                        .exec(
                            doIfOrElse((Session session) -> Member.step(session) == Step.PUBLISH)
                                .then(publish(io))
                                .orElse(obey(io)))
                        .exec(this::loseUnlessTolerated)))
        .exec(doIf(session -> !Member.of(session).isGone()).then(io.close()));
  }

  private static ChainBuilder join(SocketIo io) {
    return exec(LoadSimulation::joining)
        .exec(rejoin(io))
        .exec(unlessFailed(exec(LoadSimulation::joined)));
  }

  private static Session joining(Session session) {
    Member.of(session).joining();
    return session;
  }

  private static Session joined(Session session) {
    Member.of(session).joined();
    return session;
  }

  private static ChainBuilder leave(SocketIo io) {
    return exec(session -> {
          Member.of(session).leaving();
          return session;
        })
        .exec(
            doIf((Session session) -> Member.of(session).hasRooms())
                .then(io.emitWithAck("leave", session -> Member.of(session).roomNames())))
        .exec(
            session -> {
              Member.of(session).left();
              return session;
            });
  }

  private static ChainBuilder publish(SocketIo io) {
    return exec(
        doIfOrElse((Session session) -> Member.of(session).publishesToRoom())
            .then(io.emit("publish", session -> Member.of(session).publishing()))
            .orElse(io.emit("broadcast", session -> Member.of(session).publishing())));
  }

  private ChainBuilder obey(SocketIo io) {
    return exec(doIf((Session session) -> Member.step(session) == Step.CHECK_IN)
            .then(
                io.emitWithAck("here", session -> new Object[] {})
                    .exec(
                        unlessFailed(
                            exec(
                                session -> {
                                  injector.checkedIn();
                                  return session;
                                })))))
        .exec(doIf((Session session) -> Member.step(session) == Step.RECONNECT).then(reconnect(io)))
        .exec(doIf((Session session) -> Member.step(session) == Step.FAIL_OVER).then(failOver(io)))
        .exec(doIf((Session session) -> Member.step(session) == Step.LEAVE).then(leave(io)))
        .exec(doIf((Session session) -> Member.step(session) == Step.JOIN).then(join(io)))
        .exec(
            doIf((Session session) -> Member.step(session) == Step.WAKE)
                .then(io.emit("broadcast", session -> new Object[] {"the end"})));
  }

  private Session ready(Session session) {
    if (session.isFailed()) {
      Member.of(session).lose();
      injector.unconnected();
    } else {
      injector.connected();
    }
    return session;
  }

  private Session loseUnlessTolerated(Session session) {
    if (session.isFailed() && injector.toleratesLoss()) {
      Member.of(session).cancel();
      return session.markAsSucceeded();
    }
    return loseWhenFailed(session);
  }

  /** Connects again until it works. */
  private ChainBuilder again(SocketIo io) {
    return exec(io.close())
        .exec(session -> session.set(TRIES, 0))
        .exec(untilBack(io, rejoin(io), session -> !injector.isClosing()));
  }

  /** Connects and then runs {@code first}; repeats both until they succeed, or may not go on. */
  private ChainBuilder untilBack(SocketIo io, ChainBuilder first, Predicate<Session> mayGoOn) {
    return exec(session -> session.markAsSucceeded().set(BACK, false))
        .exec(
            asLongAs((Session session) -> !session.getBoolean(BACK) && mayGoOn.test(session))
                .on(
                    exec(session -> session.markAsSucceeded().set(TRIES, 1 + session.getInt(TRIES)))
                        .exec(io.connect(session -> injector.webSocketUrl(Member.of(session))))
                        .exec(unlessFailed(first))
                        .exec(session -> session.set(BACK, !session.isFailed()))
                        .exec(
                            doIf((Session session) -> !session.getBoolean(BACK))
                                .then(exec(io.close()).pause(Duration.ofMillis(200))))));
  }

  private static ChainBuilder rejoin(SocketIo io) {
    return exec(
        doIf((Session session) -> Member.of(session).hasRooms())
            .then(io.emitWithAck("join", session -> Member.of(session).roomNames())));
  }

  private ChainBuilder reconnect(SocketIo io) {
    return exec(session -> {
          Member.of(session).reconnecting();
          return session;
        })
        .exec(again(io))
        .exec(
            session -> {
              Member.of(session).reconnected();
              return session;
            });
  }

  private ChainBuilder failOver(SocketIo io) {
    return exec(session -> {
          Member.of(session).leaving();
          Member.of(session).left();
          Member.of(session).failOver(injector.nodes());
          return session;
        })
        .exec(LoadSimulation::joining)
        .exec(again(io))
        .exec(LoadSimulation::joined);
  }

  private static Session loseWhenFailed(Session session) {
    if (session.isFailed()) {
      Member.of(session).lose();
    }
    return session;
  }

  private static ChainBuilder unlessFailed(ChainBuilder chain) {
    return exec(doIf((Session session) -> !session.isFailed()).then(chain));
  }

  /** A client that receives by long-polling: one request at a time waits for what comes. */
  private ChainBuilder polling() {
    return exec(http("polling open")
            .get(session -> injector.pollingUrl(Member.of(session)))
            .check(
                status().is(OK),
                io.gatling.javaapi.core.CoreDsl.regex("\"sid\":\"([^\"]+)\"").saveAs(SID)))
        .exec(unlessFailed(post(session -> Frames.connect(injector.namespace()))))
        .exec(unlessFailed(poll()))
        .exec(
            unlessFailed(
                exec(LoadSimulation::joining)
                    .exec(
                        doIf((Session session) -> Member.of(session).hasRooms())
                            .then(
                                post(session ->
                                        Frames.event(
                                            injector.namespace(),
                                            0,
                                            "join",
                                            Member.of(session).roomNames()))
                                    .exec(poll())))
                    .exec(unlessFailed(exec(LoadSimulation::joined)))))
        .exec(this::ready)
        .exec(
            asLongAs(session -> !Member.of(session).isEnded() && !injector.isClosing())
                .on(poll().exec(unlessFailed(answerHeartbeat())).exec(this::loseUnlessClosing)));
  }

  private Session loseUnlessClosing(Session session) {
    return injector.isClosing() ? session.markAsSucceeded() : loseWhenFailed(session);
  }

  private ChainBuilder post(java.util.function.Function<Session, String> packet) {
    return exec(
        http("polling post")
            .post(session -> injector.pollingUrl(Member.of(session)) + "&sid=" + session.get(SID))
            .header("Content-Type", "text/plain;charset=UTF-8")
            .body(StringBody(packet))
            .check(status().is(OK)));
  }

  private ChainBuilder poll() {
    return exec(http("poll")
            .get(session -> injector.pollingUrl(Member.of(session)) + "&sid=" + session.get(SID))
            .requestTimeout(Duration.ofSeconds(60))
            .check(status().is(OK), bodyString().saveAs(BODY)))
        .exec(
            unlessFailed(
                exec(
                    session ->
                        Member.of(session).hears(PollAnswer.of(session.getString(BODY)))
                            ? session
                            : session.markAsFailed())));
  }

  private ChainBuilder answerHeartbeat() {
    return exec(
        doIf((Session session) -> PollAnswer.of(session.getString(BODY)).holdsHeartbeat())
            .then(post(session -> "3")));
  }
}
