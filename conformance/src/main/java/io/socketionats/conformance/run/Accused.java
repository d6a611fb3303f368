package io.socketionats.conformance.run;

import io.socketionats.conformance.judge.client.UnservedException;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.node.NodeFailedException;
import io.socketionats.conformance.launch.node.RefusedException;
import java.util.Optional;

/**
 * A node that kept a scenario from being judged for others.
 *
 * @param kind CRASHED when it ended or broke the control protocol, STATE when it refused something,
 *     WIRE when it published what it had only received
 * @param message what it did, one sentence that names it
 */
record Accused(Node node, Kind kind, String message) {

  /** Whom an exception accuses; empty when it says nothing about a node. */
  static Optional<Accused> by(RuntimeException exception) {
    if (exception instanceof NodeFailedException failed) {
      return Optional.of(new Accused(failed.node(), Kind.CRASHED, failed.getMessage()));
    }
    if (exception instanceof RefusedException refused) {
      return Optional.of(new Accused(refused.node(), Kind.STATE, refused.getMessage()));
    }
    if (exception instanceof UnservedException unserved) {
      return Optional.of(new Accused(unserved.node(), Kind.STATE, unserved.getMessage()));
    }
    return Optional.empty();
  }

  Implementation implementation() {
    return node.implementation();
  }

  boolean isOf(Implementation other) {
    return implementation().id().equals(other.id());
  }

  /** Whether the node has to be started anew by its own fault: who only refuses lives on. */
  boolean isBroken() {
    return kind != Kind.STATE;
  }

  /** The emitter's fault concerns all its pairs, that of another node its own. */
  Finding finding(Implementation emitter) {
    boolean emits = isOf(emitter);
    return new Finding(
        kind,
        emits ? Blame.EMITTER : Blame.RECEIVER,
        emits ? Optional.empty() : Optional.of(implementation().id()),
        kind == Kind.CRASHED ? "the node to live" : "the node to do what it is asked",
        message);
  }

  /** Its fault when a scenario was cleaned up, which concerns nobody but itself. */
  Finding findingOfCleanUp() {
    return new Finding(
        kind,
        Blame.RECEIVER,
        Optional.of(implementation().id()),
        kind == Kind.CRASHED
            ? "the node to live while rooms are left and namespaces closed"
            : "the node to leave rooms and close namespaces",
        message);
  }
}
