package io.socketionats.conformance.launch.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import io.socketionats.conformance.Json;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a sweep does at an engine that is still busy with a dead owner's last request. */
class RunOwnerTest {
  private static final int HAS_ENDPOINTS = 403;
  private static final int BROKEN = 500;

  private final List<String> containers = new ArrayList<>();
  private final List<String> networks = new ArrayList<>();
  private final List<String> starting = new ArrayList<>();
  private int refusal = HAS_ENDPOINTS;
  private boolean miscounted;
  private String dead;

  @BeforeEach
  void makeDeadOwner() throws Exception {
    dead = InetAddress.getLocalHost().getHostName() + "/" + ProcessHandle.current().pid() + "/1";
  }

  /** An engine with these containers and networks, all of a dead owner. */
  private DockerClient engine() {
    return ScriptedEngine.proxy(
        DockerClient.class,
        (method, argument) ->
            switch (method) {
              case "listContainersCmd" ->
                  ScriptedEngine.command(method, () -> owned(Container.class, containers));
              case "listNetworksCmd" ->
                  ScriptedEngine.command(method, () -> owned(Network.class, networks));
              case "removeContainerCmd" ->
                  ScriptedEngine.command(method, () -> containers.remove(argument));
              case "removeNetworkCmd" -> ScriptedEngine.command(method, () -> removed(argument));
              case "inspectNetworkCmd" -> ScriptedEngine.command(method, this::inspected);
              default -> throw new AssertionError(method);
            });
  }

  private <T> List<T> owned(Class<T> type, List<String> ids) {
    Map<String, String> labels = Map.of(RunOwner.LABEL, dead);
    return ids.stream()
        .map(id -> Json.MAPPER.convertValue(Map.of("Id", id, "Labels", labels), type))
        .toList();
  }

  private Network inspected() {
    Map<String, ?> on =
        containers.stream().collect(Collectors.toMap(id -> id, id -> Map.of("Name", id)));
    return Json.MAPPER.convertValue(Map.of("Id", "net", "Containers", on), Network.class);
  }

  private boolean removed(Object network) {
    if (miscounted) {
      throw new DockerException("network %s has active endpoints".formatted(network), refusal);
    }
    if (!starting.isEmpty()) {
      containers.add(starting.remove(0));
    }
    if (!containers.isEmpty()) {
      throw new DockerException("network %s has active endpoints".formatted(network), refusal);
    }
    return networks.remove(network);
  }

  @Test
  void removesWhatADeadOwnerLeft() {
    containers.add("one");
    networks.add("net");

    assertThat(RunOwner.sweep(engine())).isEqualTo(2);

    assertThat(containers).isEmpty();
    assertThat(networks).isEmpty();
  }

  @Test
  void sweepsAgainWhenAContainerStartsAfterAll() {
    containers.add("one");
    networks.add("net");
    starting.addAll(List.of("late", "later"));

    assertThat(RunOwner.sweep(engine())).isEqualTo(4);

    assertThat(containers).isEmpty();
    assertThat(networks).isEmpty();
  }

  /** Docker 20.10.24: "Fixing inconsistent endpoint_cnt", it says when it is started again. */
  @Test
  void leavesANetworkThatTheEngineKeepsThoughNoContainerIsOnIt() {
    containers.add("one");
    networks.add("net");
    miscounted = true;

    assertThat(RunOwner.sweep(engine(), Duration.ofMillis(300))).isEqualTo(1);

    assertThat(containers).isEmpty();
    assertThat(networks).containsExactly("net");
  }

  @Test
  void aNetworkThatContainersKeepIsAFailure() {
    networks.add("net");
    starting.addAll(Collections.nCopies(10_000, "again"));

    assertThatThrownBy(() -> RunOwner.sweep(engine(), Duration.ofMillis(300)))
        .isInstanceOf(DockerException.class)
        .hasMessageContaining("has active endpoints");
  }

  @Test
  void saysWhatElseWentWrong() {
    networks.add("net");
    starting.add("late");
    refusal = BROKEN;

    assertThatThrownBy(() -> RunOwner.sweep(engine())).isInstanceOf(DockerException.class);
  }
}
