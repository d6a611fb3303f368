package io.socketionats.conformance.report;

import io.socketionats.conformance.judge.catalogue.Requirement;
import java.util.Arrays;

/** A chapter of the catalogue, told by the letter that its ids begin with, in reading order. */
enum Section {
  W("channels and wire"),
  N("namespaces"),
  R("rooms"),
  U("unions"),
  X("exclusion"),
  F("flags"),
  P("payloads"),
  O("order"),
  D("duplicates"),
  L("life cycle"),
  M("emitter"),
  S("robustness"),
  E("faults"),
  T("clients"),
  K("protocol"),
  /** For ids that begin with no known letter. */
  OTHER("other");

  private final String words;

  Section(String words) {
    this.words = words;
  }

  static Section of(Requirement requirement) {
    return Arrays.stream(values())
        .filter(section -> requirement.id().startsWith(section.name()))
        .findFirst()
        .orElse(OTHER);
  }

  /** What it is about. */
  String words() {
    return words;
  }

  /** The letter of its ids; empty when there is none. */
  String letter() {
    return this == OTHER ? "" : name();
  }
}
