package io.socketionats.conformance.judge.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.dialect.Address;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.wire.WitnessInMemory;
import io.socketionats.conformance.launch.node.NodeInMemory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameRuleTest {
  private static final String EVENT = "R01.java.1";

  private final WitnessInMemory wire = new WitnessInMemory();
  private final FrameRule rule =
      new FrameRule(
          WireDialect.SOCKET_IO_NATS,
          new Address("k", "."),
          wire.witness(),
          emission -> Long.MAX_VALUE);

  private static Emission emission() {
    return new Emission(
        EVENT,
        new Emission.Source(Optional.of(NodeInMemory.of("java")), "java-1"),
        new Emission.Reach("/", List.of(), List.of(), false),
        true,
        new Emission.Content(Json.array().add(1), Json::same),
        Map.of());
  }

  private void carry(String subject, String event) {
    wire.hear(
        subject, WireDialect.SOCKET_IO_NATS.encodeEvent("u", "/", List.of(), event, Json.of(1)));
  }

  private Optional<String> faultOf(String payload) {
    wire.hear("k./", payload.formatted(EVENT).getBytes(StandardCharsets.UTF_8));
    return rule.faultOf(emission());
  }

  @Test
  void findsNoFaultInARightFrame() {
    assertThat(faultOf("[\"u\",{\"type\":5,\"data\":[\"%s\",1]},{}]")).isEmpty();
  }

  @Test
  void findsAFrameOnTheWrongSubject() {
    carry("k./.r", EVENT);

    assertThat(rule.faultOf(emission()))
        .contains("the frame is on subject 'k./.r' and not on 'k./'");
  }

  @Test
  void findsAFrameThatIsNoFrame() {
    assertThat(faultOf("[\"u\",{\"type\":2,\"data\":[\"%s\"]}]"))
        .contains(
            "the frame is wrong: a frame must be a JSON array of exactly 3 elements; it is [\"u\",{\"type\":2,\"data\":[\"R01.java.1\"]}]");
  }

  @Test
  void findsAFrameOfAnotherNamespace() {
    assertThat(faultOf("[\"u\",{\"type\":2,\"data\":[\"%s\"],\"nsp\":\"/chat\"},{}]"))
        .contains("the frame says nsp '/chat' and not '/'");
  }

  @Test
  void findsAFrameWithOtherRooms() {
    assertThat(faultOf("[\"u\",{\"type\":2,\"data\":[\"%s\"]},{\"rooms\":[\"r\"]}]"))
        .contains("the frame says rooms [r] and not []");
  }

  @Test
  void findsAFrameWithOtherExceptions() {
    assertThat(faultOf("[\"u\",{\"type\":2,\"data\":[\"%s\"]},{\"except\":[\"x\"]}]"))
        .contains("the frame says except [x] and not []");
  }

  @Test
  void findsAFrameOfAnotherType() {
    assertThat(faultOf("[\"u\",{\"type\":3,\"data\":[\"%s\",1]},{}]"))
        .contains("the frame says type 3 and not 2 or 5");
  }

  @Test
  void findsAFrameWithOtherArguments() {
    assertThat(faultOf("[\"u\",{\"type\":2,\"data\":[\"%s\",2]},{}]"))
        .contains("the frame carries [2] and not [1]");
  }

  @Test
  void findsAFrameThatComesAfterItsFence() {
    carry("k./", "R01.java.9");
    carry("k./", EVENT);
    FrameRule fenced =
        new FrameRule(
            WireDialect.SOCKET_IO_NATS, new Address("k", "."), wire.witness(), emission -> 0);

    assertThat(fenced.faultOf(emission()))
        .contains("the frame came after its node had said that it was on the broker");
  }

  @Test
  void findsTheFaultThatAMutatedFrameHas() {
    ObjectNode packet = Json.object().put("type", 2).put("nsp", "/");
    packet.set("data", Json.array().add(EVENT));
    JsonNode frame = Json.array().add("u").add(packet).addNull();
    wire.hear("k./", Json.text(frame).getBytes(StandardCharsets.UTF_8));

    assertThat(rule.faultOf(emission()).orElseThrow())
        .startsWith("the frame is wrong: opts must be an object; it is ");
  }
}
