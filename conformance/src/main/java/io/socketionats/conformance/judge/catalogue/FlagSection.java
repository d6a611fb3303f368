package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.core;
import static io.socketionats.conformance.judge.cluster.Cluster.CHAT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.scenario.Broadcast;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.judge.verdict.Emission;
import java.util.ArrayList;
import java.util.List;

/** F: flags. */
final class FlagSection {
  private static final int TRIES = 5;
  private static final int INTERLEAVED = 20;

  private FlagSection() {}

  static List<Requirement> requirements() {
    return List.of(
        core("F01", "local-stays-local")
            .states("A local broadcast reaches the clients of its node and is not published.")
            .from(Scenarios.BROADCASTING)
            .check(
                s -> {
                  String room = s.fresh("here");
                  s.join(s.each("/", 0), room);
                  Emission everybody = s.broadcast().local().emit();
                  Emission members = s.broadcast().to(room).local().emit();
                  s.fence();
                  s.requireFrame(everybody);
                  s.requireFrame(members);
                }),
        core("F02", "volatile-is-carried")
            .states(
                "The flag volatile is in the frame, and an idle remote client still gets such events.")
            .from(Scenarios.BROADCASTING)
            .check(
                s -> {
                  List<Emission> tries = new ArrayList<>();
                  for (int i = 0; i < TRIES; i++) {
                    tries.add(s.broadcast().flag("volatile", true).emit());
                    s.fence();
                  }
                  tries.forEach(
                      emission ->
                          s.requireFrame(
                              emission,
                              "a frame with flags.volatile true",
                              line ->
                                  s.dialect()
                                      .decode(line.payload())
                                      .flags()
                                      .path("volatile")
                                      .asBoolean()));
                  Scenarios.someOf(
                      s,
                      tries,
                      s.everybody().stream()
                          .filter(client -> client.namespace().equals("/"))
                          .toList());
                }),
        core("F03", "volatile-never-reorders")
            .states("Volatile events may be dropped; they never bring regular events out of order.")
            .from(Scenarios.BROADCASTING)
            .check(
                s -> {
                  String room = s.fresh("mixed");
                  s.join(s.each("/", 0), room);
                  List<Broadcast> mixed = new ArrayList<>();
                  for (int i = 0; i < INTERLEAVED; i++) {
                    mixed.add(s.broadcast().to(room));
                    mixed.add(s.broadcast().to(room).flag("volatile", true));
                    mixed.add(s.broadcast());
                  }
                  s.emitAll(mixed);
                }),
        core("F04", "compress-is-carried")
            .states("The flag compress:false is in the frame, and the event is delivered.")
            .from(Scenarios.BROADCASTING)
            .check(
                s -> {
                  Emission emission = s.broadcast().flag("compress", false).emit();
                  s.fence();
                  s.requireFrame(
                      emission,
                      "a frame with flags.compress false",
                      line -> {
                        JsonNode compress =
                            s.dialect().decode(line.payload()).flags().path("compress");
                        return compress.isBoolean() && !compress.asBoolean();
                      });
                }),
        core("F05", "other-flags-are-harmless")
            .states("broadcast, json, unknown flags and flags:null change nothing.")
            .from(Scenarios.RECEIVING)
            .check(
                s -> {
                  publishFlags(s, Json.object().put("broadcast", true));
                  publishFlags(s, Json.object().put("json", true));
                  publishFlags(s, Json.object().put("local", true));
                  publishFlags(s, Json.object().put("binary", false).put("unheard-of", 5));
                  publishFlags(s, Json.of(null));
                  s.broadcast().emit();
                }),
        core("F07", "flags-of-a-broadcast-from-a-socket")
            .states(
                "Flags of a broadcast from a socket are carried as those of the server's are: local stays on the node, volatile and compress are in the frame.")
            .from(Scenarios.BROADCASTING)
            .check(FlagSection::fromSockets),
        core("F08", "flags-are-of-one-broadcast")
            .states("Rooms, exceptions and flags of one broadcast are forgotten by the next.")
            .from(Scenarios.BROADCASTING)
            .check(FlagSection::forgotten));
  }

  private static void fromSockets(Scenario s) {
    String room = s.fresh("flagged");
    s.join(s.each("/", 0), room);
    Client sender = s.own("/", 0);
    List<Emission> emissions =
        s.emitAll(
            List.of(
                s.broadcast().from(sender).local(),
                s.broadcast().from(sender).to(room).local(),
                s.broadcast().from(sender).flag("compress", false),
                s.broadcast().from(sender).to(room).flag("compress", false),
                s.broadcast().from(sender).flag("volatile", true),
                s.broadcast().from(sender).to(room).flag("volatile", true),
                s.broadcast().from(s.own(CHAT, 0)).flag("volatile", true).flag("compress", false),
                s.broadcast().from(sender)));
    s.fence();
    s.requireFrame(emissions.get(0));
    s.requireFrame(emissions.get(1));
    requireFlag(s, emissions.subList(2, 4), "compress", false);
    requireFlag(s, emissions.subList(4, 7), "volatile", true);
    requireFlag(s, emissions.subList(6, 7), "compress", false);
  }

  private static void requireFlag(
      Scenario s, List<Emission> emissions, String flag, boolean value) {
    for (Emission emission : emissions) {
      s.requireFrame(
          emission,
          "a frame with flags.%s %s".formatted(flag, value),
          line -> {
            JsonNode carried = s.dialect().decode(line.payload()).flags().path(flag);
            return carried.isBoolean() && carried.asBoolean() == value;
          });
    }
  }

  private static void forgotten(Scenario s) {
    String room = s.fresh("once");
    s.join(s.each("/", 0), room);
    Client sender = s.own("/", 0);
    List<Emission> emissions =
        s.emitAll(
            List.of(
                s.broadcast().to(room).except(sender.id()).flag("compress", false),
                s.broadcast(),
                s.broadcast().from(sender).to(room).flag("volatile", true),
                s.broadcast().from(sender),
                s.broadcast().local(),
                s.broadcast()));
    s.fence();
    for (int i = 1; i < emissions.size(); i += 2) {
      s.requireFrame(emissions.get(i));
      s.requireFrame(
          emissions.get(i),
          "a frame without the flags of the broadcast before",
          line -> {
            JsonNode flags = s.dialect().decode(line.payload()).flags();
            return !flags.has("compress") && !flags.has("volatile") && !flags.has("local");
          });
    }
  }

  private static void publishFlags(Scenario s, JsonNode flags) {
    ObjectNode opts = Json.object();
    opts.set("flags", flags);
    s.outsider().publishOptions(s.subject("/"), opts, List.of());
  }
}
