package io.socketionats.engine;

import com.corundumstudio.socketio.SocketIOClient;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/**
 * An event for many clients of a {@link SocketIoEngine}, written once whatever their transports and
 * versions. Immutable.
 */
public final class SharedEvent {
  private final List<OutPacket> packets;

  private SharedEvent(List<OutPacket> packets) {
    this.packets = packets;
  }

  /**
   * An event without bytes.
   *
   * @param namespace netty-socketio's name of the namespace; empty for {@code /}
   * @param json the JSON array of the event's name and its arguments
   * @param compress whether it may be compressed on its way
   */
  public static SharedEvent of(String namespace, String json, boolean compress) {
    return new SharedEvent(
        List.of(
            PacketWriter.text(
                PacketHeader.EVENT,
                namespace,
                -1,
                json.getBytes(StandardCharsets.UTF_8),
                compress)));
  }

  /**
   * An event with bytes.
   *
   * @param namespace netty-socketio's name of the namespace; empty for {@code /}
   * @param json the JSON array of the event's name and its arguments, with {@code
   *     {"_placeholder":true,"num":i}} in the place of the attachment i
   * @param attachments the bytes; copied
   * @param compress whether it may be compressed on its way
   */
  public static SharedEvent of(
      String namespace, String json, List<byte[]> attachments, boolean compress) {
    if (attachments.isEmpty()) {
      return of(namespace, json, compress);
    }
    return new SharedEvent(
        PacketWriter.binary(
            PacketHeader.EVENT,
            namespace,
            -1,
            json.getBytes(StandardCharsets.UTF_8),
            attachments,
            compress));
  }

  /** Whether a client is one of a {@link SocketIoEngine}. */
  public static boolean canBeSentTo(SocketIOClient client) {
    return client instanceof EngineClient;
  }

  /**
   * Sends the event. Each client gets it after what it was sent before, and not at all if it has
   * left the namespace by then.
   *
   * @param clients those of them that are not an engine's are passed over
   */
  public void sendTo(Iterable<? extends SocketIOClient> clients) {
    Map<EventLoop, List<Mailbox>> idle = new IdentityHashMap<>();
    for (SocketIOClient client : clients) {
      if (client instanceof EngineClient member && member.add(packets)) {
        Mailbox mailbox = member.mailbox();
        idle.computeIfAbsent(mailbox.owner(), owner -> new ArrayList<>()).add(mailbox);
      }
    }
    idle.forEach(SharedEvent::runOn);
  }

  /** One task for all sessions of an event loop that have nothing else to do. */
  private static void runOn(EventLoop owner, List<Mailbox> idle) {
    if (owner.inEventLoop()) {
      idle.forEach(Mailbox::run);
      return;
    }
    try {
      owner.execute(() -> idle.forEach(Mailbox::run));
    } catch (RejectedExecutionException e) {
      idle.forEach(Mailbox::run); // the server has stopped: its clients are gone
    }
  }
}
