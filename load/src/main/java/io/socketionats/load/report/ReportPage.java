package io.socketionats.load.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.load.plan.Evidence;
import io.socketionats.load.plan.JudgedCase;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the script of the page shows. */
final class ReportPage {
  private ReportPage() {}

  static ObjectNode of(Facts facts) {
    List<ReportSection> sections = new ArrayList<>();
    sections.add(new LatencySection(facts).section());
    sections.addAll(new PercentileSection(facts).sections());
    sections.add(new ScalingSection(facts).section());
    sections.addAll(new CostSection(facts).sections());
    sections.add(new DeliverySection(facts).section());
    sections.addAll(new ValiditySection(facts).sections());
    ObjectNode data = Json.object().put("objective", facts.slo().toString());
    data.put("subject", subject(facts));
    ArrayNode answers = data.putArray("answers");
    facts.cases().forEach(each -> answers.add(answer(facts, each)));
    data.set("sections", Json.of(sections));
    return data;
  }

  /** What was measured, when, and on which machine. */
  private static String subject(Facts facts) {
    List<Measurement> all =
        facts.evidence().sources().stream().map(Evidence.Source::measurement).toList();
    return "%s · %s · %d × %s"
        .formatted(
            all.stream()
                .map(each -> each.origin().name())
                .distinct()
                .collect(Collectors.joining(", ")),
            all.stream()
                .map(each -> each.origin().started().substring(0, 10))
                .distinct()
                .collect(Collectors.joining(", ")),
            all.get(0).machine().cpus(),
            all.get(0).machine().cpuModel());
  }

  private static ObjectNode answer(Facts facts, Case each) {
    Optional<JudgedCase> judged = facts.run(each);
    List<Cell> statements = new ArrayList<>();
    if (judged.isEmpty()) {
      statements.add(Cell.bad("no level passed"));
    } else {
      statements.add(edge(judged.get()));
      statements.add(held(each, judged.get()));
    }
    ObjectNode answer =
        Json.object()
            .put("cluster", each.cluster().label())
            .put("nodes", Facts.nodes(each))
            .put("passed", judged.map(one -> Numbers.plain(one.passed())).orElse("–"))
            .put(
                "workload",
                "%s, rooms of %s, %d B, %s connections"
                    .formatted(
                        each.workload().name(),
                        Numbers.plain(each.workload().roomSize()),
                        each.workload().payloadBytes(),
                        Numbers.plain(each.workload().connections())));
    answer.set("statements", Json.of(statements));
    return answer;
  }

  private static Cell edge(JudgedCase judged) {
    Double failing = judged.bracket().failing();
    return failing == null
        ? Cell.doubtful("nothing failed: it carries at least this")
        : Cell.of("fails at " + Numbers.plain(failing * judged.deliveriesPerPublish()));
  }

  private static Cell held(Case each, JudgedCase judged) {
    List<Level> holds =
        each.levels().stream().filter(level -> level.phase() == Phase.HOLD).toList();
    double passed = judged.bracket().passed();
    if (judged.bracket().held()) {
      double seconds =
          holds.stream()
              .filter(level -> level.target() == passed)
              .mapToDouble(level -> level.offer().seconds())
              .max()
              .orElseThrow();
      return Cell.good(Numbers.say("held %.0f s", seconds));
    }
    if (holds.isEmpty()) {
      return Cell.doubtful("not held");
    }
    Level last = holds.get(holds.size() - 1);
    if (last.verdict() == LevelVerdict.INVALID) {
      return Cell.doubtful("hold was invalid");
    }
    String words =
        Numbers.say(
            "not held: %.0f s at %.0f %% of it failed",
            last.offer().seconds(), 100 * last.target() / passed);
    return last.target() > passed ? Cell.doubtful(words) : Cell.bad(words);
  }
}
