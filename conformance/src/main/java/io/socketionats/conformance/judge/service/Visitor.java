package io.socketionats.conformance.judge.service;

import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.judge.service.ClientKind.Transport;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Clients of one kind over one transport. */
public record Visitor(ClientKind kind, Transport transport) {
  /** Every kind over every transport. */
  public static List<Visitor> all() {
    return Arrays.stream(ClientKind.values())
        .flatMap(kind -> Arrays.stream(Transport.values()).map(way -> new Visitor(kind, way)))
        .toList();
  }

  /**
   * Those that a user names.
   *
   * @param names each a kind, such as {@code js-4}, or one over one transport, such as {@code
   *     js-4:polling}; empty = all
   * @throws UsageException when there is none of that name
   */
  public static List<Visitor> named(List<String> names) {
    if (names.isEmpty()) {
      return all();
    }
    Set<Visitor> named = new LinkedHashSet<>();
    for (String name : names) {
      List<Visitor> matching =
          all().stream()
              .filter(one -> one.kind.id().equals(name) || one.name().equals(name))
              .toList();
      if (matching.isEmpty()) {
        throw new UsageException(
            "--clients '%s' is none of %s, nor one of these with :websocket, :polling or :upgrade"
                .formatted(name, String.join(", ", ClientKind.ids())));
      }
      named.addAll(matching);
    }
    return List.copyOf(named);
  }

  private String name() {
    return kind.id() + ":" + transport.label();
  }
}
