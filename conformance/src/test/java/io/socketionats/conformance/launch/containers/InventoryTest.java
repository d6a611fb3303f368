package io.socketionats.conformance.launch.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run removes when it ends, at an engine that is slow to let go. */
class InventoryTest {
  private static final int BROKEN = 500;

  private final List<String> removed = new ArrayList<>();
  private final Deque<DockerException> refusals = new ArrayDeque<>();

  private Inventory inventory() {
    return new Inventory(
        ScriptedEngine.proxy(
            DockerClient.class,
            (method, argument) ->
                switch (method) {
                  case "removeNetworkCmd" ->
                      ScriptedEngine.command(method, () -> removeNetwork(argument));
                  default -> throw new AssertionError(method);
                }));
  }

  private boolean removeNetwork(Object network) {
    if (!refusals.isEmpty()) {
      throw refusals.remove();
    }
    return removed.add((String) network);
  }

  private static DockerException endpoints() {
    return new DockerException("network net has active endpoints", RunOwner.HAS_ENDPOINTS);
  }

  @Test
  void asksAgainWhileTheEngineStillCountsEndpoints() {
    Inventory inventory = inventory();
    inventory.addNetwork("net");
    refusals.addAll(List.of(endpoints(), endpoints(), endpoints()));

    inventory.close();

    assertThat(removed).containsExactly("net");
  }

  @Test
  void aNetworkThatSomebodyElseRemovedIsGone() {
    refusals.add(new NotFoundException("no such network"));

    inventory().removeNetwork("net");

    assertThat(refusals).isEmpty();
    assertThat(removed).isEmpty();
  }

  @Test
  void doesNotAskAgainWhenTheEngineIsBroken() {
    refusals.add(new DockerException("broken", BROKEN));

    assertThatThrownBy(() -> inventory().removeNetwork("net")).hasMessageContaining("broken");

    assertThat(refusals).isEmpty();
    assertThat(removed).isEmpty();
  }
}
