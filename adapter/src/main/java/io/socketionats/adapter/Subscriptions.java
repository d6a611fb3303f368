package io.socketionats.adapter;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * The NATS subscriptions of one server: subject, and what wants it. Several may want one subject,
 * because namespace {@code /a.b} and room {@code b} of namespace {@code /a} share theirs.
 *
 * <p>Whether something is wanted is asked of the current state, under the subject's lock, and never
 * counted: joins and leaves are announced by many threads, in any order. Thread-safe.
 */
final class Subscriptions {
  /**
   * Something that wants a subject.
   *
   * @param namespace Socket.IO's name
   * @param room the room, or {@code null} for the namespace itself
   */
  record Interest(String namespace, String room) {}

  private final Map<String, Set<Interest>> interests = new ConcurrentHashMap<>();
  private final NatsLink link;
  private final Monitor monitor;
  private volatile boolean closed;

  Subscriptions(NatsLink link, Monitor monitor) {
    this.link = link;
    this.monitor = monitor;
  }

  /** Makes the subscription of {@code subject} agree with {@code wanted}. */
  void reconcile(String subject, Interest interest, BooleanSupplier wanted) {
    interests.compute(
        subject,
        (key, before) -> {
          Set<Interest> after = before == null ? new HashSet<>() : new HashSet<>(before);
          if (wanted.getAsBoolean()) {
            after.add(interest);
          } else {
            after.remove(interest);
          }
          return apply(key, before, closed ? Set.of() : Set.copyOf(after));
        });
  }

  /** Gives up everything that {@code namespace} wanted. */
  void release(String namespace) {
    for (String subject : interests.keySet()) {
      interests.computeIfPresent(
          subject,
          (key, before) -> {
            Set<Interest> after = new HashSet<>(before);
            after.removeIf(interest -> interest.namespace().equals(namespace));
            return apply(key, before, Set.copyOf(after));
          });
    }
  }

  void releaseAll() {
    for (String subject : interests.keySet()) {
      interests.computeIfPresent(subject, (key, before) -> apply(key, before, Set.of()));
    }
  }

  /** Subscribes to everything that is wanted, on a connection that has no subscriptions yet. */
  void subscribeAll() {
    for (String subject : interests.keySet()) {
      interests.computeIfPresent(subject, (key, wanted) -> apply(key, null, wanted));
    }
  }

  /** Gives up everything, now and in future. */
  void close() {
    closed = true;
    releaseAll();
  }

  boolean has(String subject) {
    return interests.containsKey(subject);
  }

  /** Whether a frame of {@code namespace} is expected on {@code subject}. */
  boolean covers(String subject, String namespace) {
    for (Interest interest : interests.getOrDefault(subject, Set.of())) {
      if (interest.namespace().equals(namespace)) {
        return true;
      }
    }
    return false;
  }

  int size() {
    return interests.size();
  }

  /**
   * Subscribes or unsubscribes where {@code after} requires it; returns what the map is to hold.
   */
  private Set<Interest> apply(String subject, Set<Interest> before, Set<Interest> after) {
    try {
      if (before == null && !after.isEmpty()) {
        link.subscribe(subject);
      } else if (before != null && after.isEmpty()) {
        link.unsubscribe(subject);
      }
    } catch (RuntimeException e) {
      if (!link.isClosed()) {
        monitor.error(
            AdapterError.Kind.SUBSCRIBE,
            "subject '" + Text.printable(subject) + "': " + e.getMessage(),
            e);
      }
      return before == null || after.isEmpty() ? null : after;
    }
    return after.isEmpty() ? null : after;
  }
}
