package io.socketionats.conformance.judge.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.client.Received;
import io.socketionats.conformance.judge.verdict.Emission.Due;
import io.socketionats.conformance.judge.verdict.Finding.About;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.judge.wire.WireLine;
import io.socketionats.conformance.judge.wire.Witness;
import io.socketionats.conformance.launch.node.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Says who must receive a broadcast, and compares that with what came. Pure: the same inboxes and
 * the same wire give the same findings, so a scenario can be judged again when more has arrived.
 */
public final class Oracle {
  private final Witness witness;
  private final FrameRule frames;
  private final String emitter;

  /**
   * @param frames what a broadcast's frame must be like
   * @param emitter id of the implementation whose broadcasts are judged
   */
  public Oracle(Witness witness, FrameRule frames, String emitter) {
    this.witness = witness;
    this.frames = frames;
    this.emitter = emitter;
  }

  /**
   * Socket.IO's rule: the union of the rooms (or everybody in the namespace), each socket once,
   * less what is excepted.
   *
   * @param clients every client of the cluster, with the rooms that it is in now
   * @param rooms empty = the namespace; a socket's own id is a room
   * @param except socket ids or rooms
   * @param within the node a local broadcast stays on; empty = the cluster
   */
  public static Map<Client, Due> expect(
      Map<Client, Set<String>> clients,
      String namespace,
      Collection<String> rooms,
      Collection<String> except,
      Optional<Node> within) {
    Map<Client, Due> due = new HashMap<>();
    clients.forEach(
        (client, joined) -> {
          Predicate<String> isIn = room -> room.equals(client.id()) || joined.contains(room);
          boolean addressed =
              client.namespace().equals(namespace)
                  && (rooms.isEmpty() || rooms.stream().anyMatch(isIn))
                  && except.stream().noneMatch(isIn)
                  && (within.isEmpty() || within.get() == client.node());
          due.put(client, addressed ? Due.ONCE : Due.NEVER);
        });
    return due;
  }

  /** Everything that is not as the emissions of one scenario require. */
  public List<Finding> judge(List<Emission> emissions) {
    List<Finding> findings = new ArrayList<>();
    List<Emission> single = new ArrayList<>();
    for (List<Emission> named : EqualEvents.byName(emissions)) {
      if (named.size() == 1) {
        single.addAll(named);
      } else {
        findings.addAll(new EqualEvents(named, witness).judge(frames, this::sender));
      }
    }
    findings.addAll(judgeSingle(single));
    return findings;
  }

  private List<Finding> judgeSingle(List<Emission> emissions) {
    List<Finding> findings = new ArrayList<>();
    Set<Client> clients = new LinkedHashSet<>();
    for (Emission emission : emissions) {
      Optional<String> fault = frames.faultOf(emission);
      emission
          .due()
          .forEach((client, due) -> judge(emission, client, due, fault).ifPresent(findings::add));
      clients.addAll(emission.due().keySet());
    }
    clients.forEach(client -> findings.addAll(disorder(emissions, client)));
    return findings;
  }

  private Optional<Finding> judge(
      Emission emission, Client client, Due due, Optional<String> fault) {
    List<Received> came = client.inbox().of(emission.event());
    String subject = "event '%s' to %s".formatted(emission.event(), emission.target());
    if (came.isEmpty()) {
      return due == Due.ONCE
          ? Optional.of(
              finding(Kind.LOST, emission, client, fault, subject + " once", "it never came"))
          : Optional.empty();
    }
    if (due == Due.NEVER) {
      return Optional.of(
          finding(
              Kind.LEAKED, emission, client, fault, subject + " not at all", times(came.size())));
    }
    // a frame that others have published again is delivered again, and rightly so
    if (came.size() > 1 && came.size() > witness.deliveries(emission.event())) {
      return Optional.of(
          finding(Kind.DUPLICATED, emission, client, fault, subject + " once", times(came.size())));
    }
    JsonNode args = came.get(0).args();
    if (!emission.matches().test(emission.args(), args)) {
      return Optional.of(
          finding(
              Kind.CORRUPTED,
              emission,
              client,
              fault,
              subject + " with " + Json.shortened(emission.args()),
              "it came with " + Json.shortened(args)));
    }
    if (came.get(0).wantsAck()) {
      return Optional.of(
          finding(
              Kind.CORRUPTED,
              emission,
              client,
              fault,
              subject + " without an acknowledgement",
              "one was asked for"));
    }
    return Optional.empty();
  }

  private static String times(int count) {
    return count == 1 ? "it came" : "it came %d times".formatted(count);
  }

  private Finding finding(
      Kind kind,
      Emission emission,
      Client client,
      Optional<String> fault,
      String expected,
      String came) {
    boolean own = emission.isOf(client.node());
    String evidence = own ? "" : fault.map(text -> " (" + text + ")").orElse("");
    return new Finding(
        kind,
        own || fault.isPresent() ? sender(emission) : Blame.RECEIVER,
        Optional.of(client.node().implementation().id()),
        About.delivery(client, emission.event()),
        expected,
        came + evidence);
  }

  /** Who sent it: the emitter, unless the scenario had another node speak. */
  private Blame sender(Emission emission) {
    return emission.node().map(node -> node.implementation().id()).orElse(emitter).equals(emitter)
        ? Blame.EMITTER
        : Blame.RECEIVER;
  }

  /** Events of one publisher that one client got out of order. */
  private List<Finding> disorder(List<Emission> emissions, Client client) {
    List<Finding> findings = new ArrayList<>();
    Map<String, Emission> latest = new HashMap<>();
    Map<String, Integer> latestPosition = new HashMap<>();
    for (Emission emission : emissions) {
      List<Received> came = client.inbox().of(emission.event());
      if (came.size() != 1 || !emission.ordered()) {
        continue;
      }
      int position = came.get(0).position();
      Integer before = latestPosition.get(emission.publisher());
      if (before != null && position < before) {
        boolean sent =
            emission.isOf(client.node())
                || isSentBefore(emission, latest.get(emission.publisher()));
        findings.add(
            new Finding(
                Kind.REORDERED,
                sent ? sender(emission) : Blame.RECEIVER,
                Optional.of(client.node().implementation().id()),
                About.delivery(client, emission.event()),
                "'%s' after '%s'"
                    .formatted(emission.event(), latest.get(emission.publisher()).event()),
                "it came before"));
      }
      latest.put(emission.publisher(), emission);
      latestPosition.put(emission.publisher(), position);
    }
    return findings;
  }

  /** Whether the broker had the frame of one event before that of another. */
  private boolean isSentBefore(Emission one, Emission other) {
    List<WireLine> ones = witness.carrying(one.event());
    List<WireLine> others = witness.carrying(other.event());
    return !ones.isEmpty() && !others.isEmpty() && ones.get(0).number() < others.get(0).number();
  }
}
