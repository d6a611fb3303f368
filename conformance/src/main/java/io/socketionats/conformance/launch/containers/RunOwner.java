package io.socketionats.conformance.launch.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Marks containers and networks as this process's, and removes those whose process is gone. Nothing
 * without the label is ever touched, and nothing whose owner lives.
 */
final class RunOwner {
  static final String LABEL = "interop.owner";

  /** HTTP status of the engine's answer when a container keeps a network. */
  static final int HAS_ENDPOINTS = 403;

  private static final Duration LIMIT = Duration.ofSeconds(8);
  private static final Duration POLL = Duration.ofMillis(100);

  private RunOwner() {}

  /** Host, process id and start of this process: a process id alone is used again some day. */
  static Map<String, String> labels() {
    return Map.of(LABEL, name(ProcessHandle.current()));
  }

  private static String name(ProcessHandle process) {
    long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return "%s/%d/%d".formatted(machine(), process.pid(), start);
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /**
   * Removes what dead owners on this machine left behind; says how much. The engine may still be
   * busy with the last request of an owner that has just died, and start a container of it after
   * all: while one keeps its network, both are tried again.
   *
   * <p>Docker 20.10 sometimes counts endpoints that are gone, and then keeps a network, on which no
   * container is, until the engine is started again. Such a network is named and left alone: no run
   * needs it gone.
   */
  static int sweep(DockerClient docker) {
    return sweep(docker, LIMIT);
  }

  static int sweep(DockerClient docker, Duration limit) {
    int removed = 0;
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      removed += sweepContainers(docker);
      List<Network> networks = networksOfTheDead(docker);
      Map<Network, DockerException> kept = sweepNetworks(docker, networks);
      removed += networks.size() - kept.size();
      if (kept.isEmpty()) {
        return removed;
      }
      if (System.nanoTime() > end) {
        kept.forEach((network, refusal) -> leave(docker, network, refusal));
        return removed;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Only a network without containers: any other is still in somebody's use. */
  private static void leave(DockerClient docker, Network network, DockerException refusal) {
    try {
      if (!docker
          .inspectNetworkCmd()
          .withNetworkId(network.getId())
          .exec()
          .getContainers()
          .isEmpty()) {
        throw refusal;
      }
    } catch (NotFoundException e) {
      return; // now it is gone
    }
    System.err.println(
        "interop: the engine keeps network '"
            + network.getName()
            + "' of a run that has ended, although no container is on it: "
            + refusal.getMessage()
            + "; start the engine again to be rid of it");
  }

  private static int sweepContainers(DockerClient docker) {
    int removed = 0;
    List<Container> containers =
        docker.listContainersCmd().withShowAll(true).withLabelFilter(List.of(LABEL)).exec();
    for (Container container : containers) {
      if (isDead(container.getLabels().get(LABEL))) {
        remove(() -> docker.removeContainerCmd(container.getId()).withForce(true).exec());
        removed++;
      }
    }
    return removed;
  }

  private static List<Network> networksOfTheDead(DockerClient docker) {
    return docker.listNetworksCmd().withFilter("label", List.of(LABEL)).exec().stream()
        .filter(network -> isDead(network.getLabels().get(LABEL)))
        .toList();
  }

  /** Gives the networks that the engine does not remove because of their endpoints. */
  private static Map<Network, DockerException> sweepNetworks(
      DockerClient docker, List<Network> networks) {
    Map<Network, DockerException> kept = new LinkedHashMap<>();
    for (Network network : networks) {
      try {
        remove(() -> docker.removeNetworkCmd(network.getId()).exec());
      } catch (DockerException e) {
        if (e.getHttpStatus() != HAS_ENDPOINTS) {
          throw e;
        }
        kept.put(network, e);
      }
    }
    return kept;
  }

  private static void remove(Runnable removal) {
    try {
      removal.run();
    } catch (NotFoundException e) {
      // another run has swept it meanwhile
    }
  }

  private static boolean isDead(String owner) {
    String[] parts = owner == null ? new String[0] : owner.split("/");
    if (parts.length != 3 || !parts[0].equals(machine())) {
      return false;
    }
    return ProcessHandle.of(Long.parseLong(parts[1]))
        .filter(process -> name(process).equals(owner))
        .isEmpty();
  }
}
