package io.socketionats.conformance.judge.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import io.socket.engineio.client.EngineIOException;
import io.socket.engineio.client.transports.Polling;
import io.socket.engineio.client.transports.WebSocket;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.client.Arguments;
import io.socketionats.conformance.judge.client.StrictDecoder;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/** The Java client, in this process. */
final class JavaGuest extends Guest {
  private final Socket socket;

  private JavaGuest(String tag, Duration limit, Socket socket) {
    super(tag, limit);
    this.socket = socket;
  }

  static Guest connect(ConnectOptions chosen, String tag, Duration limit) {
    IO.Options options = new IO.Options();
    options.forceNew = true;
    options.reconnection = chosen.reconnect();
    options.query = "tag=" + tag;
    options.auth = chosen.auth();
    AtomicReference<JavaGuest> reader = new AtomicReference<>();
    options.decoder = new StrictDecoder(problem -> reader.get().broken(problem));
    switch (chosen.transport()) {
      case WEBSOCKET -> options.transports = new String[] {WebSocket.NAME};
      case POLLING -> options.transports = new String[] {Polling.NAME};
      case UPGRADE -> {} // the default
    }
    Socket socket =
        new Manager(URI.create(chosen.url()), options).socket(chosen.namespace(), options);
    JavaGuest guest = new JavaGuest(tag, limit, socket);
    reader.set(guest);
    socket.onAnyIncoming(guest::received);
    socket.on(
        Socket.EVENT_CONNECT, nothing -> guest.add(What.CONNECTED, socket.id(), Json.array(), 0));
    socket.on(
        Socket.EVENT_CONNECT_ERROR,
        reason -> guest.add(What.REFUSED, text(reason), Json.array(), 0));
    socket.on(
        Socket.EVENT_DISCONNECT,
        reason -> guest.add(What.DISCONNECTED, text(reason), Json.array(), 0));
    socket.connect();
    return guest;
  }

  private void broken(String problem) {
    add(What.DISCONNECTED, problem, Json.array(), 0);
  }

  private static String text(Object[] reason) {
    return reason.length > 0 && reason[0] instanceof EngineIOException failure
        ? failure.getMessage()
        : Arrays.toString(reason).replaceAll("^\\[|]$", "");
  }

  private void received(Object... values) {
    boolean wantsAck = values[values.length - 1] instanceof Ack;
    int end = wantsAck ? values.length - 1 : values.length;
    add(What.RECEIVED, String.valueOf(values[0]), Arguments.toJson(values, 1, end), 0);
    if (wantsAck) {
      ((Ack) values[end]).call(Arrays.copyOfRange(values, 1, end));
    }
  }

  @Override
  public void emit(String event, ArrayNode args) {
    socket.emit(event, Arguments.fromJson(args));
  }

  @Override
  void emit(String event, ArrayNode args, int number) {
    socket.emit(
        event,
        Arguments.fromJson(args),
        answer -> add(What.ACKNOWLEDGED, "", Arguments.toJson(answer, 0, answer.length), number));
  }

  @Override
  public void disconnect() {
    socket.disconnect();
  }

  @Override
  public void close() {
    socket.disconnect();
    socket.io().off();
  }
}
