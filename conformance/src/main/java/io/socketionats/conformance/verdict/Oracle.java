package io.socketionats.conformance.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.client.Client;
import io.socketionats.conformance.client.Received;
import io.socketionats.conformance.node.Node;
import io.socketionats.conformance.scenario.Emission;
import io.socketionats.conformance.scenario.Emission.Due;
import io.socketionats.conformance.verdict.Finding.Kind;
import io.socketionats.conformance.wire.Address;
import io.socketionats.conformance.wire.Frame;
import io.socketionats.conformance.wire.TravellingBytes;
import io.socketionats.conformance.wire.WireDialect;
import io.socketionats.conformance.wire.WireLine;
import io.socketionats.conformance.wire.Witness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Says who must receive a broadcast, and compares that with what came. Pure: the same inboxes and
 * the same wire give the same findings, so a scenario can be judged again when more has arrived.
 */
public final class Oracle {
  private final WireDialect dialect;
  private final Address address;
  private final Witness witness;
  private final String emitter;
  private final ToLongFunction<Emission> fencedAt;

  /**
   * @param emitter id of the implementation whose broadcasts are judged
   * @param fencedAt number of the line in the witness that an event's frame must come before, since
   *     its node had said by then that it was on the broker
   */
  public Oracle(
      WireDialect dialect,
      Address address,
      Witness witness,
      String emitter,
      ToLongFunction<Emission> fencedAt) {
    this.dialect = dialect;
    this.address = address;
    this.witness = witness;
    this.emitter = emitter;
    this.fencedAt = fencedAt;
  }

  /**
   * Socket.IO's rule: the union of the rooms (or everybody in the namespace), each socket once,
   * less what is excepted.
   *
   * @param clients every client of the cluster, with the rooms it is in now
   * @param rooms empty = the namespace; a socket's own id is a room
   * @param except socket ids or rooms
   * @param within the node a local broadcast stays on; empty = the cluster
   */
  public static Map<Client, Due> expect(
      Collection<Client> clients,
      String namespace,
      Collection<String> rooms,
      Collection<String> except,
      Optional<Node> within) {
    Map<Client, Due> due = new HashMap<>();
    for (Client client : clients) {
      boolean addressed =
          client.namespace().equals(namespace)
              && (rooms.isEmpty() || rooms.stream().anyMatch(room -> isIn(client, room)))
              && except.stream().noneMatch(room -> isIn(client, room))
              && (within.isEmpty() || within.get() == client.node());
      due.put(client, addressed ? Due.ONCE : Due.NEVER);
    }
    return due;
  }

  private static boolean isIn(Client client, String room) {
    return room.equals(client.id()) || client.rooms().contains(room);
  }

  /** Everything that is not as the emissions of one scenario require. */
  public List<Finding> judge(List<Emission> emissions) {
    List<Finding> findings = new ArrayList<>();
    Set<Client> clients = new LinkedHashSet<>();
    for (Emission emission : emissions) {
      Optional<String> fault = wireFault(emission);
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
    if (came.size() > 1 && came.size() > witness.publishers(emission.event())) {
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
              subject + " with " + shortened(emission.args()),
              "it came with " + shortened(args)));
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

  private static String shortened(JsonNode json) {
    String text = Json.text(json);
    return text.length() <= 300 ? text : text.substring(0, 300) + "…";
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
        "client %s to get %s".formatted(client, expected),
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
                "client %s to get '%s' after '%s'"
                    .formatted(client, emission.event(), latest.get(emission.publisher()).event()),
                "it came before"));
      }
      latest.put(emission.publisher(), emission);
      latestPosition.put(emission.publisher(), position);
    }
    return findings;
  }

  /** Whether the broker had the frame of one event before that of another. */
  private boolean isSentBefore(Emission one, Emission other) {
    List<WireLine> ones = framesOf(one);
    List<WireLine> others = framesOf(other);
    return !ones.isEmpty() && !others.isEmpty() && ones.get(0).number() < others.get(0).number();
  }

  /** The frames that carry an event, wherever they are. */
  public List<WireLine> framesOf(Emission emission) {
    return witness.carrying(emission.event());
  }

  /**
   * What is wrong with the frame of a broadcast: it must be one, on the right subject, and say what
   * was asked for. Frames that the harness published itself are never at fault, nor is a sender for
   * what others published again.
   */
  public Optional<String> wireFault(Emission emission) {
    if (emission.isOfHarness()) {
      return Optional.empty();
    }
    List<WireLine> lines = framesOf(emission);
    if (emission.local()) {
      return lines.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "a local broadcast must not be published, but the broker carried " + lines.get(0));
    }
    if (lines.isEmpty()) {
      return Optional.of("the broker carried no frame of it");
    }
    String uid = lines.get(0).uid();
    if (lines.stream().skip(1).anyMatch(line -> line.uid().equals(uid))) {
      return Optional.of("the broker carried %d frames of it".formatted(lines.size()));
    }
    if (lines.get(0).number() > fencedAt.applyAsLong(emission)) {
      return Optional.of("the frame came after its node had said that it was on the broker");
    }
    return fault(emission, lines.get(0));
  }

  private Optional<String> fault(Emission emission, WireLine line) {
    String subject = dialect.subject(address, emission.namespace(), emission.rooms());
    if (!line.subject().equals(subject)) {
      return Optional.of(
          "the frame is on subject '%s' and not on '%s'".formatted(line.subject(), subject));
    }
    Frame frame;
    try {
      frame = dialect.decode(line.payload());
    } catch (IllegalArgumentException e) {
      return Optional.of("the frame is wrong: %s; it is %s".formatted(e.getMessage(), line.text()));
    }
    if (!frame.namespace().equals(emission.namespace())) {
      return Optional.of(
          "the frame says nsp '%s' and not '%s'"
              .formatted(frame.namespace(), emission.namespace()));
    }
    if (!Set.copyOf(frame.rooms()).equals(Set.copyOf(emission.rooms()))) {
      return Optional.of(
          "the frame says rooms %s and not %s".formatted(frame.rooms(), emission.rooms()));
    }
    if (!Set.copyOf(frame.except()).equals(Set.copyOf(emission.except()))) {
      return Optional.of(
          "the frame says except %s and not %s".formatted(frame.except(), emission.except()));
    }
    ArrayNode args = Json.array();
    for (int i = 1; i < frame.data().size(); i++) {
      args.add(frame.data().get(i));
    }
    if (!Json.same(TravellingBytes.of(emission.args()), args)) {
      return Optional.of(
          "the frame carries %s and not %s"
              .formatted(shortened(args), shortened(TravellingBytes.of(emission.args()))));
    }
    if (frame.type() != 2 && frame.type() != 5) {
      return Optional.of("the frame says type %d and not 2 or 5".formatted(frame.type()));
    }
    return Optional.empty();
  }
}
