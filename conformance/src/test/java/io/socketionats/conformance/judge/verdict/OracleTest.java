package io.socketionats.conformance.judge.verdict;

import static io.socketionats.conformance.judge.client.ClientInMemory.receive;
import static io.socketionats.conformance.judge.client.ClientInMemory.receiveWithAck;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.socketionats.conformance.Json;
import io.socketionats.conformance.dialect.Address;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.client.ClientInMemory;
import io.socketionats.conformance.judge.verdict.Emission.Due;
import io.socketionats.conformance.judge.verdict.Finding.About;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.judge.wire.WitnessInMemory;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.node.NodeInMemory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OracleTest {
  private static final String EVENT = "R01.java.1";

  private final Node java = NodeInMemory.of("java");
  private final Node js = NodeInMemory.of("js");
  private final Client own = ClientInMemory.on(java, "own", "/");
  private final Client far = ClientInMemory.on(js, "far", "/");
  private final Client chat = ClientInMemory.on(js, "chat", "/chat");
  private final Map<Client, Set<String>> everybody =
      new LinkedHashMap<>(Map.of(own, Set.of(), far, Set.of(), chat, Set.of()));
  private final WitnessInMemory wire = new WitnessInMemory();
  private final Oracle oracle =
      new Oracle(
          wire.witness(),
          new FrameRule(
              WireDialect.SOCKET_IO_NATS,
              new Address("k", "."),
              wire.witness(),
              emission -> Long.MAX_VALUE),
          "java");

  private Map<Client, Due> expect(List<String> rooms, List<String> except) {
    return Oracle.expect(everybody, "/", rooms, except, Optional.empty());
  }

  private static Map<Client, Due> due(Client first, Due one, Client second, Due two) {
    return Map.of(first, one, second, two);
  }

  // who must receive

  @Test
  void expectsEverybodyInTheNamespace() {
    assertThat(expect(List.of(), List.of()))
        .isEqualTo(Map.of(own, Due.ONCE, far, Due.ONCE, chat, Due.NEVER));
  }

  @Test
  void expectsTheUnionOfTheRoomsEachSocketOnce() {
    everybody.put(own, Set.of("a", "b"));
    everybody.put(far, Set.of("b"));
    everybody.put(chat, Set.of("a"));

    assertThat(expect(List.of("a", "b"), List.of()))
        .isEqualTo(Map.of(own, Due.ONCE, far, Due.ONCE, chat, Due.NEVER));
    assertThat(expect(List.of("a"), List.of()))
        .containsAllEntriesOf(due(own, Due.ONCE, far, Due.NEVER));
    assertThat(expect(List.of("c"), List.of())).doesNotContainValue(Due.ONCE);
  }

  @Test
  void takesASocketsOwnIdForARoom() {
    assertThat(expect(List.of("id-of-far"), List.of()))
        .containsAllEntriesOf(due(own, Due.NEVER, far, Due.ONCE));
  }

  @Test
  void leavesOutSocketsAndMembersOfRoomsThatAreExcepted() {
    everybody.put(far, Set.of("b"));

    assertThat(expect(List.of(), List.of("b")))
        .containsAllEntriesOf(due(own, Due.ONCE, far, Due.NEVER));
    assertThat(expect(List.of("b"), List.of("id-of-far")))
        .containsAllEntriesOf(due(own, Due.NEVER, far, Due.NEVER));
  }

  @Test
  void keepsALocalBroadcastOnItsNode() {
    assertThat(Oracle.expect(everybody, "/", List.of(), List.of(), Optional.of(java)))
        .isEqualTo(Map.of(own, Due.ONCE, far, Due.NEVER, chat, Due.NEVER));
  }

  // what came

  private static final String ONE = "event 'R01.java.1' to namespace /";

  private Emission emission(
      Optional<Node> node, String event, boolean local, Map<Client, Due> due) {
    return new Emission(
        event,
        new Emission.Source(node, node.map(Node::name).orElse("harness")),
        new Emission.Reach("/", List.of(), List.of(), local),
        true,
        new Emission.Content(Json.array().add(1), Json::same),
        due);
  }

  private Emission emission(Due ofOwn, Due ofFar) {
    return emission(Optional.of(java), EVENT, false, due(own, ofOwn, far, ofFar));
  }

  private void carry(String subject, String event) {
    wire.hear(
        subject, WireDialect.SOCKET_IO_NATS.encodeEvent("u", "/", List.of(), event, Json.of(1)));
  }

  private List<Finding> judge(Due ofOwn, Due ofFar) {
    return oracle.judge(List.of(emission(ofOwn, ofFar)));
  }

  private static Finding finding(
      Kind kind,
      Blame blame,
      String receiver,
      String client,
      String event,
      String expected,
      String came) {
    return new Finding(
        kind, blame, Optional.of(receiver), About.delivery(client, event), expected, came);
  }

  @Test
  void findsNothingWhenAllCameAsItMust() {
    carry("k./", EVENT);
    receive(own, EVENT, 1);
    receive(far, EVENT, 1.0);

    assertThat(judge(Due.ONCE, Due.ONCE)).isEmpty();
  }

  @Test
  void findsNothingInBestEffortThatCameOnceOrNotAtAll() {
    carry("k./", EVENT);
    receive(far, EVENT, 1);

    assertThat(judge(Due.MAYBE, Due.MAYBE)).isEmpty();
  }

  @Test
  void blamesTheReceiverForALossWhenTheFrameWasRight() {
    carry("k./", EVENT);

    assertThat(judge(Due.NEVER, Due.ONCE))
        .containsExactly(
            finding(
                Kind.LOST,
                Blame.RECEIVER,
                "js",
                "far on js-1",
                EVENT,
                ONE + " once",
                "it never came"));
  }

  @Test
  void blamesTheEmitterForALossWhenThereWasNoFrame() {
    assertThat(judge(Due.NEVER, Due.ONCE))
        .containsExactly(
            finding(
                Kind.LOST,
                Blame.EMITTER,
                "js",
                "far on js-1",
                EVENT,
                ONE + " once",
                "it never came (the broker carried no frame of it)"));
  }

  @Test
  void blamesTheEmitterForALossAmongItsOwnClients() {
    carry("k./", EVENT);

    assertThat(judge(Due.ONCE, Due.NEVER))
        .containsExactly(
            finding(
                Kind.LOST,
                Blame.EMITTER,
                "java",
                "own on java-1",
                EVENT,
                ONE + " once",
                "it never came"));
  }

  @Test
  void blamesTheReceiverForADuplicateWhenThereWasOneFrame() {
    carry("k./", EVENT);
    receive(far, EVENT, 1);
    receive(far, EVENT, 1);

    assertThat(judge(Due.NEVER, Due.ONCE))
        .containsExactly(
            finding(
                Kind.DUPLICATED,
                Blame.RECEIVER,
                "js",
                "far on js-1",
                EVENT,
                ONE + " once",
                "it came 2 times"));
  }

  @Test
  void blamesTheEmitterForADuplicateWhenThereWereTwoFrames() {
    carry("k./", EVENT);
    carry("k./", EVENT);
    receive(far, EVENT, 1);
    receive(far, EVENT, 1);
    receive(far, EVENT, 1);

    assertThat(judge(Due.NEVER, Due.MAYBE))
        .containsExactly(
            finding(
                Kind.DUPLICATED,
                Blame.EMITTER,
                "js",
                "far on js-1",
                EVENT,
                ONE + " once",
                "it came 3 times (the broker carried 2 frames of it)"));
  }

  @Test
  void blamesTheReceiverForALeakOfARightFrame() {
    carry("k./", EVENT);
    receive(far, EVENT, 1);

    assertThat(judge(Due.NEVER, Due.NEVER))
        .containsExactly(
            finding(
                Kind.LEAKED,
                Blame.RECEIVER,
                "js",
                "far on js-1",
                EVENT,
                ONE + " not at all",
                "it came"));
  }

  @Test
  void blamesTheEmitterForALocalBroadcastThatWasPublished() {
    carry("k./", EVENT);
    receive(own, EVENT, 1);
    receive(far, EVENT, 1);
    receive(far, EVENT, 1);
    Emission local = emission(Optional.of(java), EVENT, true, due(own, Due.ONCE, far, Due.NEVER));

    assertThat(oracle.judge(List.of(local)))
        .containsExactly(
            finding(
                Kind.LEAKED,
                Blame.EMITTER,
                "js",
                "far on js-1",
                EVENT,
                ONE + " not at all",
                "it came 2 times (a local broadcast must not be published, but the broker carried k./ [\"u\",{\"type\":2,\"data\":[\"R01.java.1\",1],\"nsp\":\"/\"},{\"rooms\":[],\"except\":[],\"flags\":{}}])"));
  }

  @Test
  void findsArgumentsThatAreNotThoseThatWereSent() {
    carry("k./", EVENT);
    receive(far, EVENT, "1");

    assertThat(judge(Due.NEVER, Due.ONCE))
        .containsExactly(
            finding(
                Kind.CORRUPTED,
                Blame.RECEIVER,
                "js",
                "far on js-1",
                EVENT,
                ONE + " with [1]",
                "it came with [\"1\"]"));
  }

  @Test
  void shortensLongArguments() {
    carry("k./", EVENT);
    receive(far, EVENT, "x".repeat(400));

    assertThat(judge(Due.NEVER, Due.ONCE))
        .extracting(Finding::came)
        .containsExactly("it came with [\"" + "x".repeat(298) + "…");
  }

  @Test
  void findsAnAcknowledgementThatNobodyAwaits() {
    carry("k./", EVENT);
    receiveWithAck(far, EVENT, 1);

    assertThat(judge(Due.NEVER, Due.ONCE))
        .containsExactly(
            finding(
                Kind.CORRUPTED,
                Blame.RECEIVER,
                "js",
                "far on js-1",
                EVENT,
                ONE + " without an acknowledgement",
                "one was asked for"));
  }

  @Test
  void neverBlamesTheHarnessForItsOwnFrames() {
    Emission injected = emission(Optional.empty(), EVENT, false, Map.of(far, Due.ONCE));

    assertThat(oracle.judge(List.of(injected)))
        .extracting(Finding::blame, Finding::came)
        .containsExactly(tuple(Blame.RECEIVER, "it never came"));
  }

  // order

  private List<Emission> pair(Optional<Node> first, Optional<Node> second) {
    carry("k./", EVENT);
    carry("k./", "R01.java.2");
    Map<Client, Due> both = due(own, Due.MAYBE, far, Due.MAYBE);
    return List.of(
        emission(first, EVENT, false, both), emission(second, "R01.java.2", false, both));
  }

  @Test
  void blamesTheReceiverForEventsOfOnePublisherOutOfOrder() {
    receive(far, "R01.java.2", 1);
    receive(far, EVENT, 1);

    assertThat(oracle.judge(pair(Optional.of(java), Optional.of(java))))
        .containsExactly(
            finding(
                Kind.REORDERED,
                Blame.RECEIVER,
                "js",
                "far on js-1",
                "R01.java.2",
                "\'R01.java.2\' after 'R01.java.1'",
                "it came before"));
  }

  @Test
  void blamesTheEmitterForDisorderThatTheBrokerHadAlready() {
    carry("k./", "R01.java.2");
    carry("k./", EVENT);
    receive(far, "R01.java.2", 1);
    receive(far, EVENT, 1);
    Map<Client, Due> both = due(own, Due.MAYBE, far, Due.MAYBE);
    List<Emission> emissions =
        List.of(
            emission(Optional.of(java), EVENT, false, both),
            emission(Optional.of(java), "R01.java.2", false, both));

    assertThat(oracle.judge(emissions))
        .extracting(Finding::kind, Finding::blame, finding -> finding.receiver().orElseThrow())
        .containsExactly(tuple(Kind.REORDERED, Blame.EMITTER, "js"));
  }

  @Test
  void takesADeliveryForEachPublisherOfAFrameForRight() {
    carry("k./", EVENT);
    wire.hear(
        "k./", WireDialect.SOCKET_IO_NATS.encodeEvent("v", "/", List.of(), EVENT, Json.of(1)));
    receive(far, EVENT, 1);
    receive(far, EVENT, 1);

    assertThat(judge(Due.MAYBE, Due.ONCE)).isEmpty();
  }

  @Test
  void blamesTheEmitterForDisorderAmongItsOwnClients() {
    receive(own, "R01.java.2", 1);
    receive(own, EVENT, 1);

    assertThat(oracle.judge(pair(Optional.of(java), Optional.of(java))))
        .extracting(Finding::kind, Finding::blame, finding -> finding.receiver().orElseThrow())
        .containsExactly(tuple(Kind.REORDERED, Blame.EMITTER, "java"));
  }

  @Test
  void asksForNoOrderBetweenPublishers() {
    receive(far, "R01.java.2", 1);
    receive(far, EVENT, 1);

    assertThat(oracle.judge(pair(Optional.of(java), Optional.of(js)))).isEmpty();
  }

  @Test
  void judgesAgainWhatCameLate() {
    carry("k./", EVENT);
    Emission emission = emission(Due.NEVER, Due.NEVER);

    assertThat(oracle.judge(List.of(emission))).isEmpty();
    receive(far, EVENT, 1);
    assertThat(oracle.judge(List.of(emission))).hasSize(1);
  }

  private static byte[] frameOf(String uid) {
    return WireDialect.SOCKET_IO_NATS.encodeEvent(uid, "/", List.of(), EVENT, Json.of(1));
  }

  @Test
  void acceptsASecondDeliveryOfWhatSomebodyPublishedAgain() {
    wire.hear("k./", frameOf("u"));
    wire.hearLate("k./", frameOf("somebody"));
    receive(far, EVENT, 1);
    receive(far, EVENT, 1);

    assertThat(judge(Due.NEVER, Due.ONCE)).isEmpty();
  }

  @Test
  void acceptsNoThirdDeliveryOfWhatSomebodyPublishedAgain() {
    wire.hear("k./", frameOf("u"));
    wire.hearLate("k./", frameOf("somebody"));
    receive(far, EVENT, 1);
    receive(far, EVENT, 1);
    receive(far, EVENT, 1);

    assertThat(judge(Due.NEVER, Due.ONCE))
        .extracting(Finding::kind)
        .containsExactly(Kind.DUPLICATED);
  }
}
