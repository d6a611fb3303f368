package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.core;

import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * S: what comes from the bus and should not. After each bad payload a good broadcast must still be
 * delivered.
 */
final class RobustnessSection {
  private static final int WIDE = 100_000;

  private RobustnessSection() {}

  static List<Requirement> requirements() {
    return List.of(
        core("S05", "packet-id")
            .states("packet.id from the bus neither registers nor asks for an acknowledgement.")
            .from(Scenarios.HARDENING)
            .check(s -> Scenarios.payloads(s, "S05")),
        core("S04", "packet-types")
            .states(
                "Only packets of type 2 and 5 reach clients; none connects, disconnects, acknowledges or errors one.")
            .from(Scenarios.HARDENING)
            .check(s -> Scenarios.payloads(s, "S04")),
        core("S06", "reserved-events")
            .states("Events with names that Socket.IO reserves are not handed to clients.")
            .from(Scenarios.HARDENING)
            .check(s -> Scenarios.payloads(s, "S06")),
        core("S11", "unknown-subjects")
            .states("Messages on subjects that nobody has subscribed to are ignored.")
            .from(Scenarios.RECEIVING)
            .check(
                s -> {
                  for (String tail : List.of("nobody-is-here", "a.b.c.d", "%ZZ")) {
                    String event = s.eventName();
                    s.outsider()
                        .publish(
                            s.subject("/") + "." + tail,
                            s.dialect().encodeEvent("foreign", "/", List.of(), event, Json.of(1)),
                            s.outsider().expected(event, "/", List.of(), List.of(), false));
                  }
                  s.broadcast().emit();
                }),
        core("S07", "odd-data")
            .states("Packets whose data is not an array that begins with a name are dropped.")
            .from(Scenarios.HARDENING)
            .check(s -> Scenarios.payloads(s, "S07")),
        core("S03", "odd-options")
            .states("opts, rooms and except of another shape drop the frame.")
            .from(Scenarios.HARDENING)
            .check(s -> Scenarios.payloads(s, "S03")),
        core("S08", "deep-and-wide-frames")
            .states("Frames nested 10 000 deep, or with 100 000 rooms, harm no node.")
            .from(Scenarios.HARDENING)
            .check(RobustnessSection::deepAndWide),
        core("S02", "json-that-is-no-frame")
            .states("JSON that is no frame is dropped.")
            .from(Scenarios.HARDENING)
            .check(s -> Scenarios.payloads(s, "S02")),
        core("S01", "not-json")
            .states("Payloads that are not JSON, or not UTF-8, are dropped.")
            .from(Scenarios.HARDENING)
            .check(s -> Scenarios.payloads(s, "S01")));
  }

  private static void deepAndWide(Scenario s) {
    String room = s.fresh("wide");
    s.join(s.each("/", 0), room);
    Scenarios.payloads(s, "S08");
    List<String> rooms = new ArrayList<>();
    for (int i = 0; i < WIDE; i++) {
      rooms.add("r" + i);
    }
    rooms.add(room);
    String event = s.eventName();
    s.outsider()
        .publish(
            s.subject("/"),
            s.dialect().encodeEvent("foreign", "/", rooms, event, Json.of(1)),
            s.outsider().expected(event, "/", List.of(room), List.of(), true));
    s.broadcast().emit();
  }
}
