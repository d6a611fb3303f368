package io.socketionats.conformance.launch.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import io.socketionats.conformance.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Everything that this run has made at the engine, so that closing removes all of it. Safe for use
 * by many threads.
 */
final class Inventory implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(50);

  private final DockerClient docker;
  private final Set<String> containers = ConcurrentHashMap.newKeySet();
  private final Set<String> networks = ConcurrentHashMap.newKeySet();
  private boolean closed;

  Inventory(DockerClient docker) {
    this.docker = docker;
  }

  DockerClient docker() {
    return docker;
  }

  /**
   * A container that has just been created.
   *
   * @throws UnavailableException when the run has ended meanwhile; the container is gone then
   */
  void add(String container) {
    if (!note(containers, container)) {
      remove(container);
      throw new UnavailableException("the run has ended");
    }
  }

  /** The same for a network. */
  void addNetwork(String network) {
    if (!note(networks, network)) {
      removeNetwork(network);
      throw new UnavailableException("the run has ended");
    }
  }

  private synchronized boolean note(Set<String> kind, String id) {
    return !closed && kind.add(id);
  }

  /**
   * Ends a container at once; returns when it has ended.
   *
   * @throws UnavailableException when the engine does not get that done within 10 s
   */
  void kill(String container) {
    EngineThreads.await(
        "ending a container", EngineThreads.run(() -> killNow(container)), HaltHook.limit(LIMIT));
  }

  private void killNow(String container) {
    try {
      docker.killContainerCmd(container).exec();
    } catch (NotFoundException | ConflictException | NotModifiedException e) {
      // it has ended by itself
    }
  }

  void remove(String container) {
    try {
      docker.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException e) {
      // somebody else has removed it
    } catch (ConflictException e) {
      awaitRemoved(container);
    }
    containers.remove(container);
  }

  /**
   * Somebody else removes it: to go on, or to end, before it is gone would leave work to others.
   */
  private void awaitRemoved(String container) {
    try {
      for (long end = System.nanoTime() + LIMIT.toNanos(); System.nanoTime() < end; ) {
        docker.inspectContainerCmd(container).exec();
        LockSupport.parkNanos(POLL.toNanos());
      }
    } catch (NotFoundException e) {
      // now it is gone
    }
  }

  /**
   * A busy engine says that a container is gone, and counts it as an endpoint of its network a
   * moment longer: then it is asked again.
   *
   * @throws DockerException when the engine still refuses after 10 s
   */
  void removeNetwork(String network) {
    for (long end = System.nanoTime() + LIMIT.toNanos(); ; LockSupport.parkNanos(POLL.toNanos())) {
      try {
        docker.removeNetworkCmd(network).exec();
        break;
      } catch (NotFoundException e) {
        break; // somebody else has removed it
      } catch (DockerException e) {
        if (e.getHttpStatus() != RunOwner.HAS_ENDPOINTS || System.nanoTime() > end) {
          throw e;
        }
      }
    }
    networks.remove(network);
  }

  /** Removes everything; what the engine does not remove within 10 s stays for the next sweep. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    EngineThreads.forAll(List.copyOf(containers), HaltHook.limit(LIMIT), this::remove);
    EngineThreads.forAll(List.copyOf(networks), HaltHook.limit(LIMIT), this::removeNetwork);
  }
}
