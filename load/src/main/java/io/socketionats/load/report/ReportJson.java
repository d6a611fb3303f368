package io.socketionats.load.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.load.plan.Interval;
import io.socketionats.load.plan.JudgedCase;
import io.socketionats.load.result.Case;
import java.util.Locale;

/** What the page says, as data. */
final class ReportJson {
  private ReportJson() {}

  static ObjectNode of(Facts facts) {
    ObjectNode json = Json.object().put("schema", 1).put("slo", facts.slo().toString());
    json.put("confidence", Facts.CONFIDENCE);
    ArrayNode measurements = json.putArray("measurements");
    facts
        .evidence()
        .sources()
        .forEach(
            source ->
                measurements
                    .addObject()
                    .put("name", source.measurement().origin().name())
                    .put("started", source.measurement().origin().started())
                    .put("git", source.measurement().origin().git())
                    .put("command", source.measurement().origin().command()));
    ArrayNode cases = json.putArray("cases");
    facts.cases().forEach(each -> cases.add(capacity(facts, each)));
    ArrayNode scalings = json.putArray("scaling");
    for (String label : facts.labels()) {
      facts
          .scalings(label)
          .forEach(
              (load, scaling) -> {
                ObjectNode one = scalings.addObject().put("cluster", label);
                one.put("workload", load.name()).put("roomSize", load.roomSize());
                one.set("nodes", Json.of(scaling.nodes()));
                one.set("nothingFailedAtNodes", Json.of(scaling.unlimited()));
                one.set("lambda", interval(scaling.lambda()));
                one.set("sigma", interval(scaling.sigma()));
                one.set("kappa", interval(scaling.kappa()));
              });
    }
    ObjectNode costs = json.putObject("costs");
    facts
        .costs()
        .forEach(
            (implementation, cost) -> {
              ObjectNode one = costs.putObject(implementation).put("nodeLevels", cost.levels());
              cost.intervals()
                  .forEach(
                      (item, value) ->
                          one.set(
                              item.name().toLowerCase(Locale.ROOT),
                              cost.unsure()
                                  ? Json.object().put("estimate", value.estimate())
                                  : interval(value)));
            });
    return json;
  }

  private static ObjectNode capacity(Facts facts, Case each) {
    ObjectNode json =
        Json.object()
            .put("id", each.id())
            .put("cluster", each.cluster().label())
            .put("nodes", each.cluster().nodes())
            .put("workload", each.workload().name())
            .put("roomSize", each.workload().roomSize())
            .put("payloadBytes", each.workload().payloadBytes())
            .put("connections", each.workload().connections());
    if (facts.run(each).isEmpty()) {
      return json.putNull("passedDeliveriesPerSecond");
    }
    JudgedCase run = facts.run(each).orElseThrow();
    json.put("passedDeliveriesPerSecond", run.passed());
    if (run.bracket().failing() == null) {
      return json.putNull("failingDeliveriesPerSecond");
    }
    return json.put(
        "failingDeliveriesPerSecond", run.bracket().failing() * run.deliveriesPerPublish());
  }

  private static ObjectNode interval(Interval of) {
    return Json.object().put("low", of.low()).put("estimate", of.estimate()).put("high", of.high());
  }
}
