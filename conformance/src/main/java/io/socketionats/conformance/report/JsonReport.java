package io.socketionats.conformance.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.report.RunReport.Participant;
import java.util.Locale;
import java.util.TreeMap;

/**
 * {@code report.json}: the run for programs. Keys keep their order, so that two reports can be
 * compared as text.
 */
final class JsonReport {
  private static final int SCHEMA = 1;

  private JsonReport() {}

  static String render(RunReport report) {
    ObjectNode root = Json.object().put("schema", SCHEMA);
    root.set("run", run(report));
    ArrayNode implementations = root.putArray("implementations");
    report.implementations().forEach(each -> implementations.add(implementation(each)));
    ArrayNode requirements = root.putArray("requirements");
    report.requirements().forEach(each -> requirements.add(requirement(each)));
    ArrayNode results = root.putArray("results");
    report.results().forEach(each -> results.add(result(each)));
    root.set("totals", totals(report));
    return pretty(root) + "\n";
  }

  static ObjectNode run(RunReport report) {
    ObjectNode run =
        Json.object()
            .put("started", report.run().started().toString())
            .put("millis", report.run().millis())
            .put("runtime", report.run().runtime())
            .put("command", report.run().command())
            .put("git", report.run().git());
    run.set("versions", Json.of(new TreeMap<>(report.run().versions())));
    run.set("timings", Json.of(report.times().steps()));
    ObjectNode healing = run.putObject("healing");
    report
        .times()
        .healing()
        .forEach(
            (fault, time) ->
                healing
                    .putObject(fault.toString())
                    .put("count", time.count())
                    .put("medianMillis", time.median())
                    .put("longestMillis", time.longest()));
    ObjectNode fences = run.putObject("fences");
    report
        .times()
        .fences()
        .forEach(
            (implementation, time) ->
                fences
                    .putObject(implementation)
                    .put("count", time.count())
                    .put("medianMillis", time.median())
                    .put("longestMillis", time.longest())
                    .put("slowestNode", time.slowest()));
    run.set("slow", Json.of(report.times().slow()));
    run.put("repetitions", report.steadiness().repetitions());
    run.set("differing", Json.of(report.steadiness().differing()));
    run.set("stale", Json.of(report.steadiness().stale()));
    return run;
  }

  static ObjectNode implementation(Participant participant) {
    ObjectNode implementation =
        Json.object()
            .put("id", participant.id())
            .put("language", participant.language())
            .put("dialect", participant.dialect());
    implementation.set("versions", Json.of(new TreeMap<>(participant.versions())));
    return implementation.put("available", participant.available());
  }

  static ObjectNode requirement(Requirement requirement) {
    return Json.object()
        .put("id", requirement.id())
        .put("name", requirement.name())
        .put("force", requirement.force().name())
        .put("sentence", requirement.sentence())
        .put("source", requirement.source())
        .put("scope", requirement.scope().name().toLowerCase(Locale.ROOT));
  }

  /** Without findings and evidence. */
  static ObjectNode outcome(Result result) {
    return Json.object()
        .put("requirement", result.requirement())
        .put("emitter", result.emitter())
        .put("receiver", result.receiver())
        .put("verdict", result.verdict().label())
        .put("millis", result.millis())
        .put("detail", result.detail())
        .put("blame", result.blame().map(Blame::label).orElse(null));
  }

  static ObjectNode finding(Finding finding) {
    return Json.object()
        .put("kind", finding.kind().label())
        .put("blame", finding.blame().label())
        .put("expected", finding.wanted())
        .put("came", finding.came());
  }

  static ObjectNode totals(RunReport report) {
    ObjectNode totals = Json.object();
    report.totals().forEach((verdict, count) -> totals.put(verdict.label(), count));
    return totals;
  }

  private static ObjectNode result(Result result) {
    ObjectNode json = outcome(result);
    if (result.verdict() != Verdict.PASSED) {
      ArrayNode findings = json.putArray("findings");
      result.findings().forEach(finding -> findings.add(finding(finding)));
      json.set("evidence", Json.of(result.evidence()));
    }
    return json;
  }

  private static String pretty(JsonNode json) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter()
            .withSeparators(
                Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator(""));
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    try {
      return Json.MAPPER.writer(printer).writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree could not be written", e);
    }
  }
}
