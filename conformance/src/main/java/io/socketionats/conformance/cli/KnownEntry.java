package io.socketionats.conformance.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.StrictObject;
import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.judge.catalogue.Catalogue;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.launch.node.Descriptor;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementation.Deviation;
import io.socketionats.conformance.launch.node.Implementation.Part;
import java.util.List;
import java.util.Optional;

/**
 * One entry of the file of {@code --known}.
 *
 * @param place where it stands, for messages
 * @param owner id of the implementation that it is declared of
 */
record KnownEntry(String place, String owner, Requirement requirement, Deviation deviation) {
  private static final List<String> KEYS =
      List.of("requirement", "implementation", "part", "emitter", "receiver", "reason", "link");
  private static final String ID_RULE = "the id of an implementation";

  /**
   * @param subject the file, for messages
   * @param path where the entry stands in it
   * @throws UsageException when it breaks a rule
   */
  static KnownEntry of(String subject, String path, JsonNode value) {
    StrictObject fields = StrictObject.of(subject, path, value, KEYS);
    Requirement requirement =
        fields.choice(
            "requirement",
            "the id of a requirement ('interop list' shows them all)",
            KnownEntry::requirement);
    String reason = fields.text("reason", Descriptor.REASON_RULE);
    Optional<String> link = fields.optionalText("link", Descriptor.LINK_RULE);
    boolean pair = fields.has("emitter") || fields.has("receiver");
    if (pair == (fields.has("implementation") || fields.has("part"))) {
      throw new UsageException(
          "%s must have either implementation and part, or emitter and receiver"
              .formatted(fields.place()));
    }
    if (!pair) {
      Part part = fields.choice("part", Descriptor.PART_RULE, Descriptor::part);
      return new KnownEntry(
          fields.place(),
          fields.text("implementation", ID_RULE),
          requirement,
          new Deviation(requirement.id(), part, Optional.empty(), reason, link));
    }
    String emitter = fields.text("emitter", ID_RULE);
    String receiver = fields.text("receiver", ID_RULE);
    return new KnownEntry(
        fields.place(),
        emitter,
        requirement,
        new Deviation(requirement.id(), Part.EMITTER, Optional.of(receiver), reason, link));
  }

  private static Optional<Requirement> requirement(String id) {
    return Catalogue.all().stream().filter(one -> one.id().equals(id)).findFirst();
  }

  /** Whether it covers a pair that its requirement is judged for. */
  boolean covers(Implementation emitter, Implementation receiver) {
    boolean self = emitter.id().equals(receiver.id());
    return emitter.dialect() == receiver.dialect()
        && requirement.appliesTo(emitter.dialect())
        && (self || requirement.isForPairs())
        && deviation.covers(owner, emitter.id(), receiver.id());
  }

  boolean covers(Result result) {
    return result.requirement().equals(requirement.id())
        && deviation.covers(owner, result.emitter(), result.receiver());
  }
}
