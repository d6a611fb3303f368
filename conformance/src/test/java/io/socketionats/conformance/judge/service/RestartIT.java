package io.socketionats.conformance.judge.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.ProgramOptions;
import io.socketionats.conformance.judge.service.Guest.What;
import io.socketionats.conformance.launch.broker.NatsServer;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementations;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.runtime.Processes;
import io.socketionats.conformance.launch.runtime.Toolchain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clients of every kind, over every transport, come back by themselves to a server that is started
 * again at its old port, and are then served as before: they get what another node broadcasts to
 * their room, and their own events are answered.
 */
@SuppressWarnings("try") // a node is closed early, to be started again
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT) // they mostly wait for clients to come back
class RestartIT {
  private static final String NAMESPACE = "/chat";
  private static final String ROOM = "blue";

  /** Libraries wait 1 s, then 2, 4 and 5 s, each up to half as much longer. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final List<Implementation> all =
      Implementations.in(Checkout.root().resolve("conformance/implementations"));
  private final NatsServerFinder finder = NatsServerFinder.ofThisProcess(System.err::println);
  private final Processes launcher =
      new Processes(finder, Toolchain.ofThisProcess(Checkout.root(), all));

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"java, stopped", "java, killed", "node-sio4, stopped", "node-sio4, killed"})
  void bringsAllClientsBack(String implementation, String end) {
    Implementation chosen = Implementations.select(all, List.of(implementation)).get(0);
    try (NatsServer broker = NatsServer.start(finder.find(), folder);
        ClientPrograms programs =
            new ClientPrograms(Checkout.root(), ProgramOptions.nodeProgram(), folder)) {
      Map<String, String> configuration = new LinkedHashMap<>(Pace.PATIENT.configuration());
      configuration.put("NATS_SERVERS", broker.url());
      Path log = folder.resolve("node.log");
      List<Guest> guests = new ArrayList<>();
      Path otherLog = folder.resolve("other.log");
      try (Node other = launcher.startNode("other", chosen, configuration, otherLog);
          Node first = launcher.startNode("first", chosen, configuration, log)) {
        other.awaitHello();
        String url = first.awaitHello().url().toString();
        Visitor.all().forEach(visitor -> guests.add(connect(programs, url, visitor)));
        assertThat(guests).hasSize(15);
        guests.forEach(Guest::awaitConnected);
        serve(first, other, guests, "before");
        if (end.equals("killed")) {
          first.killInPlace();
        } else {
          first.close();
        }
        guests.forEach(Guest::awaitDisconnected);
        try (Node second = launcher.startNodeInPlace(first, configuration, log)) {
          second.awaitHello();
          guests.forEach(RestartIT::awaitReturn);
          serve(second, other, guests, "after");
        }
      } finally {
        guests.forEach(Guest::close);
      }
    }
  }

  private static Guest connect(ClientPrograms programs, String url, Visitor visitor) {
    return programs.connect(
        visitor.kind(),
        new ConnectOptions(url, NAMESPACE, visitor.transport(), Map.of(), true),
        visitor.kind().id() + "-" + visitor.transport().label(),
        LIMIT);
  }

  private static void awaitReturn(Guest guest) {
    String oldId = guest.awaitConnected(); // told before the restart
    guest.await(
        "'%s' to come back".formatted(guest.tag()),
        told -> told.what() == What.CONNECTED && !told.text().equals(oldId));
  }

  /** Each sends an event and is let into a room; then another node broadcasts to the room. */
  private static void serve(Node node, Node other, List<Guest> guests, String text) {
    ArrayNode args = Guest.args(text);
    for (Guest guest : guests) {
      guest.emit("message", args);
      guest.awaitEvent("message-back", args::equals);
      ObjectNode join = request("join").put("socket", guest.tag());
      join.putArray("rooms").add(ROOM);
      node.request(join);
    }
    ObjectNode emit = request("emit").put("event", "news");
    emit.putArray("rooms").add(ROOM);
    emit.set("args", args);
    other.request(emit);
    guests.forEach(guest -> guest.awaitEvent("news", args::equals));
  }

  private static ObjectNode request(String op) {
    return Json.object().put("op", op).put("namespace", NAMESPACE);
  }
}
