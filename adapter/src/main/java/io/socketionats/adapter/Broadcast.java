package io.socketionats.adapter;

import java.util.Arrays;
import java.util.Collection;

/**
 * A broadcast in the making, with Socket.IO's own rules: it is for the union of its rooms, or for
 * everybody in the namespace if there are none; each socket gets it once; less {@code except}.
 *
 * <p>An immutable value: every method returns a new one, which may be kept, shared by threads, and
 * used again.
 */
public final class Broadcast {
  private final ClusterMember member;
  private final String namespace;
  private final Target target;
  private final boolean local;

  Broadcast(ClusterMember member, String namespace, Target target, boolean local) {
    this.member = member;
    this.namespace = namespace;
    this.target = target;
    this.local = local;
  }

  /**
   * Adds rooms.
   *
   * @param rooms room names; a socket's id is the name of a room too
   * @return a broadcast for these as well. As in Socket.IO, one that names no room at all is for
   *     everybody: check a list that may be empty
   * @throws IllegalArgumentException if a name is {@code null} or holds an unpaired surrogate
   */
  public Broadcast to(String... rooms) {
    return to(rooms == null ? null : Arrays.asList(rooms));
  }

  /**
   * Adds rooms.
   *
   * @param rooms as {@link #to(String...)}
   * @return a broadcast for these as well
   */
  public Broadcast to(Collection<String> rooms) {
    return with(target.to(rooms));
  }

  /**
   * The same as {@link #to(String...)}.
   *
   * @param rooms room names
   * @return a broadcast for these as well
   */
  public Broadcast in(String... rooms) {
    return to(rooms);
  }

  /**
   * The same as {@link #to(Collection)}.
   *
   * @param rooms room names
   * @return a broadcast for these as well
   */
  public Broadcast in(Collection<String> rooms) {
    return to(rooms);
  }

  /**
   * Leaves sockets out. Nodes of generation 1 and 2 know socket ids here, but no rooms.
   *
   * @param rooms room names or socket ids
   * @return a broadcast without their members
   * @throws IllegalArgumentException if a name is {@code null} or holds an unpaired surrogate
   */
  public Broadcast except(String... rooms) {
    return except(rooms == null ? null : Arrays.asList(rooms));
  }

  /**
   * Leaves sockets out.
   *
   * @param rooms as {@link #except(String...)}
   * @return a broadcast without their members
   */
  public Broadcast except(Collection<String> rooms) {
    return with(target.except(rooms));
  }

  /**
   * Socket.IO's {@code local} flag: for the clients of this node only; nothing is published.
   *
   * @return a local broadcast
   */
  public Broadcast local() {
    return new Broadcast(member, namespace, target, true);
  }

  /**
   * Socket.IO's {@code volatile} flag (the word is reserved in Java): clients that cannot take the
   * event at once, on any node, may be passed over.
   *
   * @return a volatile broadcast
   */
  public Broadcast asVolatile() {
    return with(target.flag("volatile", true));
  }

  /**
   * Socket.IO's {@code compress} flag. It is passed to the other nodes; netty-socketio itself
   * cannot choose per message.
   *
   * @param compress whether to compress
   * @return a broadcast with this flag
   */
  public Broadcast compress(boolean compress) {
    return with(target.flag("compress", compress));
  }

  /**
   * Sends an event: first to the sockets of this node, then in one frame to the others. Never
   * blocks or throws because of the network; what cannot be published is counted and reported to
   * the {@link AdapterListener}.
   *
   * <p>Each argument is written by itself, as the mapper alone would. Where neither an annotation,
   * nor a serializer or setting of the application says how, Node's conventions hold: {@code
   * byte[]} and {@link java.nio.ByteBuffer} are bytes, at any depth, which travel as {@code
   * {"type":"Buffer","data":[…]}} and reach clients of a {@link
   * io.socketionats.engine.EngineServer} as bytes again, others as that; {@link java.util.Date} and
   * {@link java.time.Instant} as ISO 8601 text with milliseconds; NaN and infinities as null.
   * Integers and decimals keep all their digits up to the client. Arguments are not changed, not
   * closed and not kept.
   *
   * @param event the event's name
   * @param arguments the event's arguments
   * @throws IllegalArgumentException if the name is {@code null}, holds an unpaired surrogate, or
   *     is one that Socket.IO reserves ({@code connect}, {@code connect_error}, {@code disconnect},
   *     {@code disconnecting}, {@code newListener}, {@code removeListener}), or if an argument
   *     cannot be written as exactly one JSON value, at most 990 levels deep; then nothing was sent
   */
  public void emit(String event, Object... arguments) {
    member.broadcast(namespace, member.event(event, arguments), target, local);
  }

  private Broadcast with(Target changed) {
    return new Broadcast(member, namespace, changed, local);
  }
}
