package io.socketionats.javanode;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.listener.DataListener;
import io.socketionats.adapter.NatsAdapter;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Load mode: clients themselves join, leave and publish, as those of a real application do. */
final class LoadMode {
  private static final String EVENT = "m";

  private LoadMode() {}

  /** Obeys the events of a load generator in a namespace. */
  static void serve(SocketIONamespace namespace, NatsAdapter adapter) {
    String name = namespace.getName();
    namespace.addEventListener("join", String[].class, membership(adapter::join));
    namespace.addEventListener("leave", String[].class, membership(adapter::leave));
    namespace.addMultiTypeEventListener(
        "publish",
        (client, data, ack) -> {
          adapter.of(name).to(data.<String>get(0)).emit(EVENT, data.<String>get(1));
          acknowledge(ack);
        },
        String.class,
        String.class);
    namespace.addEventListener(
        "broadcast",
        String.class,
        (client, payload, ack) -> {
          adapter.of(name).emit(EVENT, payload);
          acknowledge(ack);
        });
    namespace.addEventListener("here", Object.class, (client, nothing, ack) -> acknowledge(ack));
  }

  /** Acknowledges when the broker has the subscriptions; says nothing to a client if it has not. */
  private static DataListener<String[]> membership(
      BiFunction<SocketIOClient, String[], CompletionStage<Void>> change) {
    return (client, rooms, ack) ->
        change
            .apply(client, rooms)
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    acknowledge(ack);
                  } else {
                    System.err.println("load mode: " + failure.getMessage());
                  }
                });
  }

  private static void acknowledge(AckRequest ack) {
    if (ack.isAckRequested()) {
      ack.sendAckData("ok");
    }
  }
}
