package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.RawTalk.entered;
import static io.socketionats.conformance.judge.catalogue.RawTalk.greeted;
import static io.socketionats.conformance.judge.catalogue.RawTalk.payload;
import static io.socketionats.conformance.judge.catalogue.RawTalk.served;
import static io.socketionats.conformance.judge.catalogue.Requirement.client;

import io.socketionats.conformance.judge.service.RawHttp;
import io.socketionats.conformance.judge.service.RawSocket;
import io.socketionats.conformance.judge.service.Unmet;
import java.util.List;

/** K80 to K89: bytes, acknowledgements and refusals where they meet something else. */
final class ExchangeSection {
  private static final String SOURCE =
      "Socket.IO protocol, versions 4 and 5; socket.io, lib/client.ts and lib/namespace.ts";
  private static final String PLACEHOLDER = "{\"_placeholder\":true,\"num\":%d}";

  private ExchangeSection() {}

  static List<Requirement> requirements() {
    return List.of(
        client("K80", "answers-with-bytes")
            .states("The server's questions and a client's answers may hold bytes.")
            .from(SOURCE)
            .raw(ExchangeSection::answersWithBytes),
        client("K81", "any-bytes-by-polling")
            .states("Attachments that begin with 0, or are empty, go both ways by long-polling.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String sid = entered(http, version);
                  String packets =
                      "452-[\"%s\",".formatted("message")
                          + PLACEHOLDER.formatted(0)
                          + ",{\"a\":["
                          + PLACEHOLDER.formatted(1)
                          + "]}]";
                  String body = binary(version, packets);
                  http.post(sid, body).require(200, "ok");
                  String due = binary(version, packets.replace("message", "message-back"));
                  http.poll(sid).require(200, due);
                }),
        client("K82", "placeholder-in-a-plain-event")
            .states("What looks like a placeholder in an event without attachments is data.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    socket.send("42[\"message\"," + PLACEHOLDER.formatted(0) + "]");
                    socket.require("42[\"message-back\"," + PLACEHOLDER.formatted(0) + "]");
                  }
                }),
        client("K83", "refusal-of-the-default-namespace")
            .states("A client that the default namespace refuses is told why, and is not in it.")
            .from(SOURCE)
            .raw(ExchangeSection::refusedAtTheDoor),
        client("K84", "event-of-a-client-refused-at-the-door")
            .states(
                "An event of a client that the default namespace has refused ends the connection.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket socket = shut(http, version)) {
                    socket.send("42[\"message\",1]").requireCloseWithout("message-back");
                  }
                }),
        client("K85", "acks-in-namespaces")
            .states("An event of a namespace is acknowledged in it, whatever number its id is.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    chat(socket);
                    socket.send("42/chat,7[\"message-with-ack\",1]").require("43/chat,7[1]");
                    socket.send("422147483648[\"message-with-ack\"]").require("432147483648[]");
                  }
                }),
        client("K86", "ids-of-sockets")
            .states("In version 5 the id of a socket does not tell the id of its session.")
            .from("Socket.IO 4, migration guide: socket ids are no session ids")
            .raw(
                4,
                (http, version) -> {
                  try (RawSocket socket = http.connect()) {
                    String sid = socket.next().replaceFirst("^0\\{\"sid\":\"([^\"]+)\".*$", "$1");
                    String came = socket.send("40").requireStart("40{\"sid\":\"");
                    if (came.contains(sid)) {
                      throw new Unmet("another id than that of the session", "it got " + came);
                    }
                  }
                }),
        client("K87", "heartbeat-among-attachments")
            .states("A heartbeat between an event and its attachment changes nothing.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String type = version == 3 ? "04" : "";
                  try (RawSocket socket = greeted(http, version)) {
                    socket.send("451-[\"message\"," + PLACEHOLDER.formatted(0) + "]");
                    socket.send(version == 3 ? "2" : "3");
                    socket.sendHex(type + "0001");
                    if (version == 3) {
                      socket.require("3");
                    }
                    socket.require("451-[\"message-back\"," + PLACEHOLDER.formatted(0) + "]");
                    socket.require("hex:" + type + "0001");
                  }
                }),
        client("K88", "made-to-leave-the-default-namespace")
            .states("Whom the server makes leave the default namespace stays in the others.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    chat(socket);
                    socket.send("42[\"kick\"]").require("41");
                    socket.send("42/chat,[\"message\",1]").require("42/chat,[\"message-back\",1]");
                  }
                }),
        client("K89", "nobody-else-suffers")
            .states("A connection that ends for a wrong packet ends alone.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket sound = greeted(http, version);
                      RawSocket wrong = greeted(http, version)) {
                    wrong.send("42{}").requireClose();
                    served(sound);
                  }
                }));
  }

  private static void chat(RawSocket socket) {
    socket.send("40/chat,").requireStart("40/chat,");
    socket.requireStart("42/chat,[\"auth\"");
  }

  /** A body with an event and its attachments: 0 and 1, and none. */
  private static String binary(int version, String event) {
    return version == 4
        ? event + "\u001ebAAE=\u001eb"
        : payload(version, event) + "6:b4AAE=" + "2:b4";
  }

  private static void answersWithBytes(RawHttp http, int version) {
    String type = version == 3 ? "04" : "";
    String one = PLACEHOLDER.formatted(0);
    try (RawSocket socket = greeted(http, version)) {
      socket.send("451-[\"ask\"," + one + "]").sendHex(type + "00ff");
      String asked = socket.requireStart("451-");
      String id = asked.replaceFirst("^451-(\\d+).*$", "$1");
      if (!asked.equals("451-" + id + "[\"question\"," + one + "]")) {
        throw new Unmet("a question with an id", "it got " + asked);
      }
      socket.require("hex:" + type + "00ff");
      socket.send("461-" + id + "[{\"a\":" + one + "}]").sendHex(type + "0001");
      socket.require("451-[\"answered\",{\"a\":" + one + "}]").require("hex:" + type + "0001");
    }
  }

  /** A connection whose client the default namespace has refused. */
  private static RawSocket shut(RawHttp http, int version) {
    if (version == 4) {
      RawSocket socket = http.connect();
      socket.requireStart("0{");
      return socket.send("40{\"token\":\"shut\"}").require("44{\"message\":\"refused\"}");
    }
    RawSocket socket = http.connect("&transport=websocket&token=shut");
    socket.requireStart("0{");
    return socket.require("44\"refused\"");
  }

  private static void refusedAtTheDoor(RawHttp http, int version) {
    try (RawSocket socket = shut(http, version)) {
      if (version == 4) {
        socket.send("40{\"token\":\"open\"}").requireStart("40{\"sid\":");
        socket.require("42[\"auth\",{\"token\":\"open\"}]");
        served(socket);
      }
    }
  }
}
