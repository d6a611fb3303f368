package io.socketionats.engine;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * Long-polling: the client always has one GET open, which is answered as soon as there is
 * something, and sends by POST. What a client must not do ends the session, as in engine.io ({@code
 * lib/transports/polling.ts}): a second GET, a GET broken off, a body that is no payload.
 */
final class Polling implements Transport {
  private static final long NOOP_AFTER_MS = 50;

  private final Session session;
  private final boolean bytesAllowed;
  private List<OutPacket> queue = new ArrayList<>();
  private long queued;
  private volatile Exchange poll;

  /**
   * @param bytesAllowed whether the client takes answers that are not text (version 3 only)
   */
  Polling(Session session, boolean bytesAllowed) {
    this.session = session;
    this.bytesAllowed = bytesAllowed;
  }

  @Override
  public String name() {
    return "polling";
  }

  @Override
  public boolean isWritable() {
    return poll != null;
  }

  boolean isPolled() {
    return poll != null;
  }

  @Override
  public void send(OutPacket packet) {
    queue.add(packet);
    queued += packet.size();
  }

  @Override
  public long queued() {
    return queued;
  }

  @Override
  public void flush() {
    if (poll != null && !queue.isEmpty()) {
      answerPoll();
    }
  }

  /** Begins the session: its first answer holds the handshake and nothing else. */
  void open(Exchange first, OutPacket handshake) {
    send(handshake);
    poll = first;
    answerPoll();
  }

  /** A GET came. */
  void poll(Exchange exchange) {
    exchange.release();
    if (poll != null) {
      session.close(CloseReason.TRANSPORT_ERROR);
      exchange.answer(HttpResponseStatus.BAD_REQUEST);
      return;
    }
    poll = exchange;
    exchange.whenGone(() -> session.mailbox().execute(() -> brokenOff(exchange)));
    if (session.isClosing()) {
      session.close(CloseReason.FORCED_CLOSE);
    } else if (!queue.isEmpty()) {
      answerPoll();
    } else if (session.upgrade() != null) {
      endPollSoon();
    }
  }

  private void brokenOff(Exchange exchange) {
    if (poll == exchange) {
      poll = null;
      session.close(CloseReason.TRANSPORT_ERROR);
    }
  }

  /**
   * While a client upgrades, it waits for the end of its last poll. Not at once, so that a client
   * that does not wait gets the answer that it would have got after the upgrade.
   */
  void endPollSoon() {
    Exchange open = poll;
    if (open == null) {
      return;
    }
    session.schedule(
        () -> {
          if (poll == open && session.upgrade() != null) {
            send(OutPacket.NOOP);
            answerPoll();
          }
        },
        NOOP_AFTER_MS);
  }

  /** A POST came. */
  void post(Exchange exchange) {
    try {
      boolean bytes =
          Exchange.BYTES.equals(exchange.request().headers().get(HttpHeaderNames.CONTENT_TYPE));
      if (bytes && session.version() == 4) {
        throw new InvalidPacket("a body of bytes");
      }
      receive(exchange.request().content(), bytes);
      exchange.answer(HttpResponseStatus.OK, Exchange.HTML, "ok");
    } catch (InvalidPacket e) {
      session.logInvalid(e);
      session.close(CloseReason.PARSE_ERROR);
      exchange.answer(
          HttpResponseStatus.BAD_REQUEST, Exchange.JSON, RequestError.BAD_REQUEST.json());
    } finally {
      exchange.release();
    }
  }

  private void receive(ByteBuf body, boolean bytes) throws InvalidPacket {
    if (session.version() == 4) {
      Payload4.decode(body, session::receive);
    } else if (bytes) {
      Payload3.decodeBytes(body, session::receive);
    } else {
      Payload3.decodeText(body, session::receive);
    }
  }

  private void answerPoll() {
    Exchange answered = poll;
    List<OutPacket> packets = queue;
    poll = null;
    queue = new ArrayList<>();
    queued = 0;
    boolean bytes = session.version() == 3 && Payload3.isBinary(packets, bytesAllowed);
    ByteBuf body =
        session.version() == 4
            ? Payload4.encode(packets, answered.context().alloc())
            : Payload3.encode(packets, bytes, answered.context().alloc());
    answered.answer(HttpResponseStatus.OK, bytes ? Exchange.BYTES : Exchange.TEXT, body);
    session.drained();
  }

  /** The client has another transport now, which gets what waits. */
  void handOver(Transport next) {
    List<OutPacket> packets = queue;
    queue = new ArrayList<>();
    queued = 0;
    Exchange late = poll;
    poll = null;
    if (late != null) {
      late.answer(HttpResponseStatus.BAD_REQUEST, Exchange.JSON, RequestError.BAD_REQUEST.json());
    }
    packets.forEach(next::send);
  }

  @Override
  public void close(CloseReason reason) {
    if (poll != null) {
      // A client that closes by itself gets its open poll ended; any other is told to close.
      send(reason == CloseReason.TRANSPORT_CLOSE ? OutPacket.NOOP : OutPacket.CLOSE);
      answerPoll();
    }
  }
}
