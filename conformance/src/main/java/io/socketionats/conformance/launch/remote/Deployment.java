package io.socketionats.conformance.launch.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.launch.node.Implementation;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A broker and nodes that somebody else runs, as the file of {@code --nodes} says.
 *
 * @param file where this was read from, for messages
 * @param nats {@code nats://host:port} of each server that nodes are connected to
 * @param monitoring {@code http://host:port} of each server that nodes are connected to
 * @param members in the order of the file
 */
public record Deployment(Path file, List<URI> nats, List<URI> monitoring, List<Member> members) {
  private static final String MONITORING =
      "http://host:port, or a list of these, one for each NATS server: requirements about subscriptions need it";

  private static final String URL =
      "nats://host:port, or a list of these, one for each NATS server that a node is connected to";

  public Deployment {
    nats = List.copyOf(nats);
    monitoring = List.copyOf(monitoring);
    members = List.copyOf(members);
  }

  /**
   * One node.
   *
   * @param path where it stands in the file, such as {@code nodes[0]}
   * @param implementation id of its descriptor
   * @param control where it takes its control connection
   * @param url where its Socket.IO server is reached
   */
  record Member(String path, String implementation, URI control, URI url) {
    String address() {
      return control.getAuthority();
    }
  }

  /**
   * @param known all implementations that there are
   * @throws UsageException when the file cannot be read or breaks a rule
   */
  public static Deployment read(Path file, List<Implementation> known) {
    JsonNode root = parse(file);
    List<URI> nats = addresses(file, "nats.url", root.at("/nats/url"), "nats://", URL);
    List<URI> monitoring =
        addresses(file, "nats.monitoring", root.at("/nats/monitoring"), "http://", MONITORING);
    JsonNode nodes = root.path("nodes");
    if (!nodes.isArray() || nodes.isEmpty()) {
      throw refused(file, "nodes", nodes, "a list of one node or more");
    }
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Member member = member(file, "nodes[%d]".formatted(i), nodes.get(i), known);
      for (Member other : members) {
        if (other.control().equals(member.control())) {
          throw new UsageException(
              "--nodes '%s': %s.control is '%s', which is that of %s; each node has an address of its own"
                  .formatted(file, member.path(), member.address(), other.path()));
        }
      }
      members.add(member);
    }
    return new Deployment(file, nats, monitoring, members);
  }

  private static JsonNode parse(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          "--nodes '%s' is no file; it takes a JSON file, see conformance/deploy/README.md"
              .formatted(file));
    }
    try {
      return Json.parse(Files.readString(file));
    } catch (IOException e) {
      throw new UsageException("--nodes '%s' cannot be read: %s".formatted(file, e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--nodes '%s' is %s".formatted(file, e.getMessage()));
    }
  }

  /** One address, or a list of at least one. */
  private static List<URI> addresses(
      Path file, String path, JsonNode value, String prefix, String rule) {
    if (!value.isArray()) {
      return List.of(address(file, path, value, prefix, rule));
    }
    if (value.isEmpty()) {
      throw refused(file, path, value, rule);
    }
    List<URI> all = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      String one = "%s[%d]".formatted(path, i);
      all.add(address(file, one, value.get(i), prefix, prefix + "host:port"));
    }
    return all;
  }

  private static Member member(Path file, String path, JsonNode value, List<Implementation> known) {
    List<String> ids = known.stream().map(Implementation::id).toList();
    JsonNode id = value.path("implementation");
    if (!id.isTextual() || !ids.contains(id.asText())) {
      throw refused(file, path + ".implementation", id, "one of " + String.join(", ", ids));
    }
    return new Member(
        path,
        id.asText(),
        address(file, path + ".control", value.path("control"), "", "host:port"),
        address(file, path + ".url", value.path("url"), "http://", "http://host:port"));
  }

  /** A host and a port after the prefix, and nothing else. */
  private static URI address(Path file, String path, JsonNode value, String prefix, String rule) {
    String text = value.asText();
    if (value.isTextual() && text.startsWith(prefix)) {
      try {
        URI address = new URI(prefix.isEmpty() ? "tcp://" + text : text);
        if (address.getHost() != null
            && address.getPort() > 0
            && address.getPort() <= 65_535
            && address.getUserInfo() == null
            && (address.getPath() + "/").equals("/")
            && address.getQuery() == null) {
          return address;
        }
      } catch (URISyntaxException e) {
        // refused below
      }
    }
    throw refused(file, path, value, rule);
  }

  private static UsageException refused(Path file, String path, JsonNode value, String rule) {
    return new UsageException(
        value.isMissingNode()
            ? "--nodes '%s': %s is missing; it must be %s".formatted(file, path, rule)
            : "--nodes '%s': %s must be %s; got %s".formatted(file, path, rule, Json.text(value)));
  }

  /** The implementations that have nodes here, in the order of the file. */
  public List<String> implementations() {
    return members.stream().map(Member::implementation).distinct().toList();
  }

  /**
   * How many nodes each of these can have: as many as the one with the fewest.
   *
   * @throws UsageException when one has none
   */
  public int nodesEach(List<Implementation> selected) {
    int fewest = Integer.MAX_VALUE;
    for (Implementation implementation : selected) {
      int count = of(implementation).size();
      if (count == 0) {
        throw new UsageException(
            "--nodes '%s' has no node of %s; it has nodes of %s"
                .formatted(file, implementation.id(), String.join(", ", implementations())));
      }
      fewest = Math.min(fewest, count);
    }
    return fewest;
  }

  private List<Member> of(Implementation implementation) {
    return members.stream()
        .filter(member -> member.implementation().equals(implementation.id()))
        .toList();
  }

  /** The node that the harness calls {@code ID-NUMBER}; numbers begin with 1. */
  Optional<Member> member(String name, Implementation implementation) {
    List<Member> candidates = of(implementation);
    for (int i = 0; i < candidates.size(); i++) {
      if (name.equals(implementation.id() + "-" + (i + 1))) {
        return Optional.of(candidates.get(i));
      }
    }
    return Optional.empty();
  }
}
