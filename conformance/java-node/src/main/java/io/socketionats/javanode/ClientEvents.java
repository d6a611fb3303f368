package io.socketionats.javanode;

import com.corundumstudio.socketio.AuthTokenResult;
import com.corundumstudio.socketio.MultiTypeAckCallback;
import com.corundumstudio.socketio.MultiTypeArgs;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.transport.NamespaceClient;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a node does at the word of its clients; {@code docs/control-protocol.md} describes it. */
final class ClientEvents {
  private static final int MAX_ARGUMENTS = 16;
  private static final String TOKEN = "token";
  private static final String OPEN = "open";
  private static final String SHUT = "shut";

  private final List<String> guarded;

  /**
   * @param guarded namespaces that let in only who has the token
   */
  ClientEvents(List<String> guarded) {
    this.guarded = guarded;
  }

  void serve(SocketIONamespace namespace) {
    Class<?>[] any = new Class<?>[MAX_ARGUMENTS];
    Arrays.fill(any, Object.class);
    String name = namespace.getName().isEmpty() ? "/" : namespace.getName();
    boolean guard = guarded.contains(name);
    namespace.addAuthTokenListener((credentials, client) -> check(credentials, client, guard));
    namespace.addConnectListener(ClientEvents::greet);
    namespace.addMultiTypeEventListener(
        "message",
        (client, arguments, ack) -> client.sendEvent("message-back", arguments.getArgs().toArray()),
        any);
    namespace.addMultiTypeEventListener(
        "message-with-ack", (client, arguments, ack) -> ack.sendAckData(arguments.getArgs()), any);
    namespace.addMultiTypeEventListener(
        "ask", (client, arguments, ack) -> ask(client, arguments, any), any);
    namespace.addEventListener("kick", Object.class, (client, nothing, ack) -> client.disconnect());
    namespace.addEventListener(
        "kick-all",
        Object.class,
        (client, nothing, ack) -> ((NamespaceClient) client).getBaseClient().disconnect());
  }

  private static AuthTokenResult check(Object credentials, SocketIOClient client, boolean guard) {
    Object token = credentials instanceof Map<?, ?> map ? map.get(TOKEN) : null;
    if (token == null) {
      token = client.getHandshakeData().getSingleUrlParam(TOKEN);
    }
    return SHUT.equals(token) || guard && !OPEN.equals(token)
        ? new AuthTokenResult(false, "refused")
        : AuthTokenResult.AuthTokenResultSuccess;
  }

  private static void greet(SocketIOClient client) {
    Object credentials = client.getHandshakeData().getAuthToken();
    client.sendEvent("auth", credentials == null ? Map.of() : credentials);
  }

  private static void ask(SocketIOClient client, MultiTypeArgs arguments, Class<?>[] any) {
    client.sendEvent(
        "question",
        new MultiTypeAckCallback(any) {
          @Override
          public void onSuccess(MultiTypeArgs answer) {
            client.sendEvent("answered", answer.getArgs().toArray());
          }
        },
        arguments.getArgs().toArray());
  }
}
