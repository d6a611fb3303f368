package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.RawTalk.greeted;
import static io.socketionats.conformance.judge.catalogue.Requirement.client;

import io.socketionats.conformance.judge.service.RawHttp;
import io.socketionats.conformance.judge.service.RawSocket;
import io.socketionats.conformance.judge.service.Unmet;
import java.util.List;

/** K40 to K69: Socket.IO by the letter, over WebSocket. */
final class PacketSection {
  private static final String SOURCE =
      "Socket.IO protocol, versions 4 and 5; socket.io, lib/client.ts; socket.io-parser";
  private static final String PLACEHOLDER = "{\"_placeholder\":true,\"num\":%d}";

  private PacketSection() {}

  static List<Requirement> requirements() {
    return List.of(
        client("K40", "connect-5")
            .states(
                "In version 5 a client asks for each namespace, and is answered with a socket id of its own.")
            .from(SOURCE)
            .raw(4, PacketSection::connect),
        client("K41", "connect-4")
            .states(
                "In version 4 a client is in the default namespace from the beginning, and is answered without an id.")
            .from(SOURCE)
            .raw(
                3,
                (http, version) -> {
                  try (RawSocket socket = http.connect()) {
                    socket.requireStart("0{");
                    socket.require("40").require("42[\"auth\",{}]");
                    socket.send("40/chat?a=b,").require("40/chat,");
                    socket.require("42/chat,[\"auth\",{\"a\":\"b\"}]");
                  }
                }),
        client("K42", "connect-4-without-comma")
            .states("In version 4 the query of a namespace may end the packet.")
            .from(SOURCE)
            .raw(
                3,
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    socket.send("40/chat?a=b").require("40/chat,");
                  }
                }),
        client("K43", "unknown-namespace-packet")
            .states(
                "A namespace that is not there is refused with an object that says so, and the connection stays.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    socket
                        .send("40/nowhere")
                        .require("44/nowhere,{\"message\":\"Invalid namespace\"}");
                    served(socket);
                  }
                }),
        client("K44", "refusal-5")
            .states("In version 5 a refusal is an object with the message.")
            .from(SOURCE)
            .raw(
                4,
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    socket.send("40/secret,{\"token\":\"a[?\"}");
                    socket.require("44/secret,{\"message\":\"refused\"}");
                    socket.send("40/secret,{\"token\":\"open\"}").requireStart("40/secret,{");
                  }
                }),
        client("K45", "refusal-4")
            .states("In version 4 a refusal is the message alone.")
            .from(SOURCE)
            .raw(
                3,
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    socket.send("40/secret?token=shut").require("44/secret,\"refused\"");
                    socket.send("40/secret?token=open,").require("40/secret,");
                  }
                }),
        client("K46", "refusal-without-credentials")
            .states("Who brings no credentials is asked for them all the same.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    socket.send("40/secret,").requireStart("44/secret,");
                    served(socket);
                  }
                }),
        client("K47", "event-of-a-refused-client")
            .states("An event for a namespace that has refused its client ends the connection.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    socket.send("40/secret,").requireStart("44/secret,");
                    socket.send("42/secret,[\"message\",1]");
                    socket.requireCloseWithout("message-back");
                  }
                }),
        client("K48", "event-before-connect")
            .states("An event before the client is in ends the connection.")
            .from(SOURCE)
            .raw(
                4,
                (http, version) -> {
                  try (RawSocket socket = http.connect()) {
                    socket.requireStart("0{");
                    socket.send("42[\"message\",1]");
                    socket.requireCloseWithout("message-back");
                  }
                }),
        client("K49", "no-connect")
            .states("A client that is in no namespace within the server's limit is disconnected.")
            .from(SOURCE)
            .raw(
                4,
                (http, version) -> {
                  try (RawSocket socket = http.connect()) {
                    socket.requireStart("0{");
                    socket.requireClose();
                  }
                })
            .brisk(),
        client("K50", "connect-twice")
            .states("A second CONNECT to a namespace ends the connection.")
            .from(SOURCE)
            .raw((http, version) -> closes(http, version, "40")),
        client("K51", "connect-with-odd-data")
            .states("A CONNECT whose data is no object ends the connection.")
            .from(SOURCE)
            .raw((http, version) -> closes(http, version, "40/chat,[\"bad\"]")),
        client("K52", "events-that-are-none")
            .states("An event that is no array with a name at its beginning ends the connection.")
            .from(SOURCE)
            .raw(
                (http, version) ->
                    closes(
                        http,
                        version,
                        "42{}",
                        "42[]",
                        "42[null]",
                        "42[{}]",
                        "42[\"a\"",
                        "42[\"a\"]b")),
        client("K53", "reserved-events-of-clients")
            .states("An event with a name that Socket.IO keeps for itself ends the connection.")
            .from(SOURCE)
            .raw(
                (http, version) ->
                    closes(
                        http,
                        version,
                        "42[\"connect\"]",
                        "42[\"connect_error\"]",
                        "42[\"disconnect\"]",
                        "42[\"disconnecting\"]",
                        "42[\"newListener\"]",
                        "42[\"removeListener\"]")),
        client("K54", "unknown-packets")
            .states("A packet of an unknown type ends the connection.")
            .from(SOURCE)
            .raw((http, version) -> closes(http, version, "4abc", "47", "4")),
        client("K55", "wrong-ack-id")
            .states("An id that is no number ends the connection, and nothing is acknowledged.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    socket.send("42abc[\"message-with-ack\",1]");
                    socket.requireCloseWithout("43");
                  }
                }),
        client("K56", "disconnect-with-data")
            .states("A DISCONNECT with data ends the connection.")
            .from(SOURCE)
            .raw((http, version) -> closes(http, version, "41{}")),
        client("K57", "packets-of-servers")
            .states("A packet that only servers send ends the connection.")
            .from(SOURCE)
            .raw((http, version) -> closes(http, version, "44{\"message\":\"no\"}")),
        client("K58", "acks")
            .states("An event with an id is acknowledged under it, once.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    socket.send("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");
                    socket.require("43456[1,\"2\",{\"3\":[false]}]");
                    socket.send("420[\"message-with-ack\"]").require("430[]");
                    served(socket);
                  }
                }),
        client("K59", "bytes-in-events")
            .states(
                "Attachments of an event arrive in their places, and go out in the order of theirs.")
            .from(SOURCE)
            .raw(PacketSection::bytes),
        client("K60", "text-among-attachments")
            .states("Text where an attachment is due ends the connection.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    socket.send("451-[\"message\"," + PLACEHOLDER.formatted(0) + "]");
                    socket.send("42[\"message\",1]");
                    socket.requireCloseWithout("message-back");
                  }
                }),
        client("K61", "bytes-that-belong-to-nothing")
            .states("Bytes that no event has announced end the connection.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    socket.sendHex(version == 3 ? "0400" : "00").requireClose();
                  }
                }),
        client("K62", "placeholder-without-attachment")
            .states(
                "A placeholder whose attachment is not among the announced ones ends the connection.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    socket.send("451-[\"message\"," + PLACEHOLDER.formatted(1) + "]");
                    socket.sendHex(version == 3 ? "0400" : "00");
                    socket.requireCloseWithout("message-back");
                  }
                }),
        client("K63", "number-of-attachments")
            .states("A number of attachments that is none, or too many, ends the connection.")
            .from(SOURCE)
            .raw(
                (http, version) ->
                    closes(
                        http, version, "45-[\"a\"]", "450-[\"a\"]", "451[\"a\"]", "4511-[\"a\"]")),
        client("K64", "leaving-one-namespace")
            .states(
                "Who leaves one namespace stays in the others and is pinged on, and may come back.")
            .from(SOURCE)
            .raw(PacketSection::leaving)
            .brisk(),
        client("K65", "packet-after-leaving")
            .states("A packet for a namespace that its client has left ends the connection.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    socket.send("41");
                    pause(); // a server may be slow to leave
                    socket.send("42[\"message\",1]");
                    socket.requireCloseWithout("message-back");
                  }
                }),
        client("K66", "made-to-leave-one-namespace")
            .states("Whom the server makes leave one namespace stays in the others.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    socket.send("40/chat,").requireStart("40/chat,");
                    socket.requireStart("42/chat,[\"auth\"");
                    socket.send("42/chat,[\"kick\"]").require("41/chat,");
                    served(socket);
                  }
                }),
        client("K67", "questions-of-the-server")
            .states(
                "The server's questions have ids of their own, and answers that nobody waits for are ignored.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    String asked = socket.send("42[\"ask\",5]").requireStart("42");
                    String id = asked.replaceFirst("^42(\\d*).*$", "$1");
                    socket.send("43999[1]").send("43" + id + "[7]").require("42[\"answered\",7]");
                    socket.send("43" + id + "[8]");
                    served(socket);
                  }
                }));
  }

  private static void served(RawSocket socket) {
    socket.send("42[\"message\",\"still\"]").require("42[\"message-back\",\"still\"]");
  }

  private static void closes(RawHttp http, int version, String... packets) {
    for (String packet : packets) {
      try (RawSocket socket = greeted(http, version)) {
        socket.send(packet).requireClose();
      } catch (Unmet e) {
        throw new Unmet(e.expected() + " after '%s'".formatted(packet), e.came());
      }
    }
    try (RawSocket next = greeted(http, version)) {
      served(next);
    }
  }

  private static void connect(RawHttp http, int version) {
    try (RawSocket socket = http.connect()) {
      socket.requireStart("0{");
      String root = socket.send("40{\"token\":\"a\"}").requireStart("40{\"sid\":\"");
      socket.require("42[\"auth\",{\"token\":\"a\"}]");
      String chat = socket.send("40/chat,").requireStart("40/chat,{\"sid\":\"");
      socket.require("42/chat,[\"auth\",{}]");
      if (root.substring(2).equals(chat.substring(8))) {
        throw new Unmet("a socket id for each namespace", "it got the same twice");
      }
    }
  }

  private static void bytes(RawHttp http, int version) {
    String type = version == 3 ? "04" : "";
    try (RawSocket socket = greeted(http, version)) {
      String args = "[{\"a\":" + PLACEHOLDER + "}]," + PLACEHOLDER + "," + PLACEHOLDER + "]";
      socket
          .send("453-7[\"message-with-ack\"," + args.formatted(1, 0, 2))
          .sendHex(type + "000102")
          .sendHex(type + "31323a")
          .sendHex(type);
      socket
          .require("463-7[" + args.formatted(0, 1, 2))
          .require("hex:" + type + "31323a")
          .require("hex:" + type + "000102")
          .require("hex:" + type);
    }
  }

  private static void leaving(RawHttp http, int version) {
    try (RawSocket socket = greeted(http, version)) {
      socket.send("40/chat,").requireStart("40/chat,");
      socket.requireStart("42/chat,[\"auth\"");
      socket.send("41");
      for (int i = 0; i < 5; i++) {
        if (version == 3) {
          socket.send("2").require("3");
        }
        socket
            .send("42/chat,[\"message\"," + i + "]")
            .require("42/chat,[\"message-back\"," + i + "]");
        pause();
      }
      socket.send("40").requireStart("40");
    }
  }

  /** Several make up more than a ping's interval and timeout. */
  private static void pause() {
    try {
      Thread.sleep(900);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
