package io.socketionats.conformance.judge.verdict;

import static io.socketionats.conformance.judge.client.ClientInMemory.receive;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.dialect.Address;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.client.ClientInMemory;
import io.socketionats.conformance.judge.verdict.Emission.Due;
import io.socketionats.conformance.judge.wire.WitnessInMemory;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.node.NodeInMemory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EqualEventsTest {
  private static final String EVENT = "D06.java.1";

  private final Node java = NodeInMemory.of("java");
  private final Client inA = ClientInMemory.on(NodeInMemory.of("js"), "a", "/");
  private final Client inBoth = ClientInMemory.on(NodeInMemory.of("js"), "b", "/");
  private final WitnessInMemory wire = new WitnessInMemory();
  private final FrameRule rule =
      new FrameRule(
          WireDialect.SOCKET_IO_NATS,
          new Address("k", "."),
          wire.witness(),
          emission -> Long.MAX_VALUE);

  private Emission emission(String room, Object argument, Map<Client, Due> due) {
    return new Emission(
        EVENT,
        new Emission.Source(Optional.of(java), java.name()),
        new Emission.Reach("/", List.of(room), List.of(), false),
        true,
        new Emission.Content((ArrayNode) Json.of(List.of(argument)), Json::same),
        due);
  }

  private Emission toA(Object argument) {
    return emission("a", argument, Map.of(inA, Due.ONCE, inBoth, Due.ONCE));
  }

  private Emission toB(Object argument) {
    return emission("b", argument, Map.of(inA, Due.NEVER, inBoth, Due.ONCE));
  }

  private void carry(String uid, String room, Object argument) {
    wire.hear(
        "k./." + room,
        WireDialect.SOCKET_IO_NATS.encodeEvent(uid, "/", List.of(room), EVENT, Json.of(argument)));
  }

  private List<String> judge(Emission... emissions) {
    return new Oracle(wire.witness(), rule, "java")
        .judge(List.of(emissions)).stream()
            .map(finding -> finding.blame().label() + " " + finding)
            .toList();
  }

  @Test
  void countsWhatIsDueToEachClient() {
    carry("u", "a", 1);
    carry("u", "b", 1);
    receive(inA, EVENT, 1);
    receive(inBoth, EVENT, 1);
    receive(inBoth, EVENT, 1);

    assertThat(judge(toA(1), toB(1))).isEmpty();
  }

  @Test
  void findsTheLossOfOneOfThem() {
    carry("u", "a", 1);
    carry("u", "b", 1);
    receive(inA, EVENT, 1);
    receive(inBoth, EVENT, 1);

    assertThat(judge(toA(1), toB(1)))
        .containsExactly(
            "receiver lost: expected client b on js-1 to get event 'D06.java.1', sent 2 times, 2 times; it came 1 times");
  }

  @Test
  void blamesTheEmitterWhenOneFrameIsMissing() {
    carry("u", "a", 1);
    receive(inA, EVENT, 1);
    receive(inBoth, EVENT, 1);

    assertThat(judge(toA(1), toB(1)))
        .containsExactly(
            "emitter lost: expected client b on js-1 to get event 'D06.java.1', sent 2 times, 2 times; it came 1 times"
                + " (of 2 equal broadcasts the broker carried 1 frames, and no right one is left for that to rooms [b] of /)");
  }

  @Test
  void findsOneThatCameTooOften() {
    carry("u", "a", 1);
    carry("u", "b", 1);
    receive(inA, EVENT, 1);
    receive(inA, EVENT, 1);
    receive(inBoth, EVENT, 1);
    receive(inBoth, EVENT, 1);

    assertThat(judge(toA(1), toB(1)))
        .containsExactly(
            "receiver duplicated: expected client a on js-1 to get event 'D06.java.1', sent 2 times, 1 times; it came 2 times");
  }

  @Test
  void findsOneThatIsDueToNobodyThere() {
    carry("u", "b", 1);
    carry("u", "b", 1);
    receive(inA, EVENT, 1);
    receive(inBoth, EVENT, 1);
    receive(inBoth, EVENT, 1);

    assertThat(judge(toB(1), toB(1)))
        .containsExactly(
            "receiver leaked: expected client a on js-1 to get event 'D06.java.1', sent 2 times, 0 times; it came 1 times");
  }

  @Test
  void toleratesWhatOthersPublishedAgain() {
    carry("u", "b", 1);
    carry("u", "b", 1);
    carry("again", "b", 1);
    receive(inBoth, EVENT, 1);
    receive(inBoth, EVENT, 1);
    receive(inBoth, EVENT, 1);

    assertThat(judge(toB(1), toB(1))).isEmpty();
  }

  @Test
  void findsArgumentsOfAnother() {
    carry("u", "b", 1);
    carry("u", "b", 2);
    receive(inBoth, EVENT, 1);
    receive(inBoth, EVENT, 1);

    assertThat(judge(toB(1), toB(2)))
        .containsExactly(
            "receiver corrupted: expected client b on js-1 to get event 'D06.java.1', sent 2 times, 2 times, also with [2]; it came with [1]");
  }

  @Test
  void findsAnOrderThatIsNotThatOfThePublisher() {
    carry("u", "b", 1);
    carry("u", "b", 2);
    receive(inBoth, EVENT, 2);
    receive(inBoth, EVENT, 1);

    assertThat(judge(toB(1), toB(2)))
        .containsExactly(
            "receiver reordered: expected client b on js-1 to get event 'D06.java.1', sent 2 times, 2 times in their order; they came in another");
  }
}
