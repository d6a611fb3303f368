package io.socketionats.conformance.judge.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The programs of all kinds of clients of a run, each started when it is first needed. */
public final class ClientPrograms implements AutoCloseable {
  private final Path root;
  private final String nodeProgram;
  private final Path folder;
  private final Map<ClientKind, ClientProgram> started = new java.util.EnumMap<>(ClientKind.class);

  /**
   * @param root the checkout
   * @param nodeProgram Node.js
   * @param folder for logs
   */
  public ClientPrograms(Path root, String nodeProgram, Path folder) {
    this.root = root;
    this.nodeProgram = nodeProgram;
    this.folder = folder;
  }

  private synchronized ClientProgram program(ClientKind kind, String generation) {
    return started.computeIfAbsent(
        kind,
        fresh ->
            ClientProgram.start(
                kind.id(),
                List.of(
                    nodeProgram, root.resolve("node-fixtures/client.mjs").toString(), generation),
                folder.resolve("client-" + kind.id() + ".log")));
  }

  Guest connect(ClientKind kind, ConnectOptions options, String tag, Duration limit) {
    Optional<String> generation = kind.generation();
    return generation.isPresent()
        ? program(kind, generation.get()).connect(options, tag, limit)
        : JavaGuest.connect(options, tag, limit);
  }

  @Override
  public synchronized void close() {
    new ArrayList<>(started.values()).forEach(ClientProgram::close);
    started.clear();
  }
}
