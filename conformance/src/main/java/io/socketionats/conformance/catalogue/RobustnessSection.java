package io.socketionats.conformance.catalogue;

import static io.socketionats.conformance.catalogue.Requirement.core;

import java.util.List;

/** S: what comes from the bus and should not. After each bad payload a good broadcast must still be delivered. */
final class RobustnessSection {
  private RobustnessSection() {}

  static List<Requirement> requirements() {
    return List.of(
        core("S05", "packet-id")
            .states("packet.id from the bus neither registers nor asks for an acknowledgement.")
            .from(Scenarios.HARDENING)
            .check(s -> Scenarios.payloads(s, "S05")),
        core("S04", "packet-types")
            .states("Only packets of type 2 and 5 reach clients; none connects, disconnects, acknowledges or errors one.")
            .from(Scenarios.HARDENING)
            .check(s -> Scenarios.payloads(s, "S04")),
        core("S03", "odd-options")
            .states("opts, rooms and except of another shape drop the frame.")
            .from(Scenarios.HARDENING)
            .check(s -> Scenarios.payloads(s, "S03")),
        core("S02", "json-that-is-no-frame")
            .states("JSON that is no frame is dropped.")
            .from(Scenarios.HARDENING)
            .check(s -> Scenarios.payloads(s, "S02")),
        core("S01", "not-json")
            .states("Payloads that are not JSON, or not UTF-8, are dropped.")
            .from(Scenarios.HARDENING)
            .check(s -> Scenarios.payloads(s, "S01")));
  }
}
