package io.socketionats.conformance.launch.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a node makes of the lines it reads. */
class NodeTest {
  private static final String LAST_WORDS =
      "; its last lines on standard error:%n(none)%nfull log: no-such.log%nstart it by hand: run n"
          .formatted();

  private final NodeInMemory.Requests requests = new NodeInMemory.Requests();
  private final Node node = NodeInMemory.silent("n", requests);

  private void sayHello() {
    node.read("{\"hello\":1,\"url\":\"http://127.0.0.1:1\"}");
  }

  @Test
  void numbersItsRequestsAndMatchesTheirAnswers() {
    sayHello();
    CompletableFuture<JsonNode> first = node.send(Json.object().put("op", "flush"));
    CompletableFuture<JsonNode> second = node.send(Json.object().put("op", "stats"));

    node.read("{\"id\":1,\"ok\":true}");
    node.read("{\"id\":2,\"ok\":true,\"uid\":\"u\"}");

    assertThat(requests.written())
        .isEqualTo("{\"op\":\"flush\",\"id\":1}\n{\"op\":\"stats\",\"id\":2}\n");
    assertThat(node.answerOf(first)).isEqualTo(Json.parse("{\"id\":1,\"ok\":true}"));
    assertThat(node.answerOf(second).path("uid").asText()).isEqualTo("u");
  }

  @Test
  void throwsWhatTheNodeRefuses() {
    sayHello();
    CompletableFuture<JsonNode> sent =
        node.send(Json.object().put("op", "open").put("namespace", "/a b"));
    node.read("{\"id\":1,\"ok\":false,\"error\":\"no\"}");

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> node.answerOf(sent))
        .withMessage("node 'n-1' refused to open {\"namespace\":\"/a b\"}: no")
        .satisfies(refused -> assertThat(refused.unsupported()).isFalse())
        .satisfies(refused -> assertThat(refused.node()).isSameAs(node));
  }

  @Test
  void namesTheFirstOperationOfABatchThatTheNodeRefuses() {
    sayHello();
    ObjectNode batch = Json.object().put("op", "batch");
    batch
        .putArray("ops")
        .add(
            Json.object().put("op", "join").put("socket", "c1").set("rooms", Json.of(List.of("a"))))
        .add(Json.object().put("op", "flush"));
    CompletableFuture<JsonNode> sent = node.send(batch);
    node.read("{\"id\":1,\"ok\":false,\"error\":\"DISCONNECT\"}");

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> node.answerOf(sent))
        .withMessage(
            "node 'n-1' refused to join {\"socket\":\"c1\",\"rooms\":[\"a\"]} (first of a batch of 2): DISCONNECT");
  }

  @Test
  void tellsAnOperationThatTheNodeDoesNotKnow() {
    sayHello();
    CompletableFuture<JsonNode> sent = node.send(Json.object().put("op", "zap"));
    node.read("{\"id\":1,\"ok\":false,\"unsupported\":true}");

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> node.answerOf(sent))
        .withMessage("node 'n-1' refused to zap: no reason given")
        .satisfies(refused -> assertThat(refused.unsupported()).isTrue());
  }

  @Test
  void failsForALineThatIsNoJson() {
    sayHello();
    CompletableFuture<JsonNode> sent = node.send(Json.object().put("op", "flush"));
    node.read("listening");

    assertThatExceptionOfType(NodeFailedException.class)
        .isThrownBy(() -> node.answerOf(sent))
        .withMessage(
            "node 'n-1' failed: it wrote a line to standard output that is not JSON (or was it meant for standard error?): listening"
                + LAST_WORDS);
    assertThat(node.isAlive()).isFalse();
  }

  @Test
  void failsForAnAnswerThatNobodyAwaits() {
    sayHello();
    node.read("{\"id\":9,\"ok\":true}");

    assertThatExceptionOfType(NodeFailedException.class)
        .isThrownBy(() -> node.request(Json.object().put("op", "flush")))
        .withMessage(
            "node 'n-1' failed: it answered a request that nobody made: {\"id\":9,\"ok\":true}"
                + LAST_WORDS);
  }

  @Test
  void failsWhenAnAnswerIsLate() {
    sayHello();
    node.patience(Optional.of(Duration.ofMillis(1)));

    assertThatExceptionOfType(NodeFailedException.class)
        .isThrownBy(() -> node.request(Json.object().put("op", "flush")))
        .withMessage("node 'n-1' failed: it did not answer within 1 ms" + LAST_WORDS);
  }

  @Test
  void refusesAHelloOfAnotherContract() {
    node.read("{\"hello\":2}");

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(node::awaitHello)
        .withMessage(
            "node 'n-1' failed: its hello is refused: it speaks version 2 of the control contract, this harness speaks 1; the line: {\"hello\":2}"
                + LAST_WORDS);
  }

  @Test
  void doesNotWaitForAHelloForEver() {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> node.awaitHello(Duration.ZERO))
        .withMessage("node 'n-1' did not send its hello within 0 s" + LAST_WORDS);
  }
}
