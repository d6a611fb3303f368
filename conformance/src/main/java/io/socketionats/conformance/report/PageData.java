package io.socketionats.conformance.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the script of the page shows: report.json, with frames and logs, arranged for the matrix and
 * bounded in size.
 */
final class PageData {
  private static final long FRAME_BYTES = 2_000_000;

  /** Of details and findings; when they are spent, texts and findings are few and short. */
  private static final long TEXT_BYTES = 1_000_000;

  private static final int TEXT = 600;
  private static final int SHORT_TEXT = 80;
  private static final int FINDINGS = 6;

  private final RunReport report;
  private final FrameTable frames = new FrameTable(FRAME_BYTES);
  private long textBytesLeft = TEXT_BYTES;

  private PageData(RunReport report) {
    this.report = report;
  }

  static ObjectNode of(RunReport report) {
    return new PageData(report).json();
  }

  private ObjectNode json() {
    ObjectNode root = Json.object();
    ObjectNode run = JsonReport.run(report);
    run.put("date", ReadableTime.of(report.run().started()));
    run.put("headline", Headline.of(report));
    run.put("green", report.green());
    run.put("slowRule", FenceTimes.RULE);
    run.put("repeat", RepeatCommand.options(report));
    root.set("run", run);
    root.set("totals", JsonReport.totals(report));
    ArrayNode implementations = root.putArray("implementations");
    report.implementations().forEach(each -> implementations.add(JsonReport.implementation(each)));
    ArrayNode dialects = root.putArray("dialects");
    Pair.byDialect(report)
        .forEach(
            (dialect, pairs) -> {
              ArrayNode columns = dialects.addObject().put("name", dialect).putArray("pairs");
              pairs.forEach(pair -> columns.add(pair(pair)));
            });
    ArrayNode sections = root.putArray("sections");
    Arrays.stream(Section.values()).forEach(section -> sections.add(section(section)));
    ArrayNode results = root.putArray("results");
    Arrays.stream(results()).forEach(results::add);
    root.set("frames", frames.frames());
    ObjectNode logs = root.putObject("logs");
    new TreeMap<>(report.traces().logs())
        .forEach((node, log) -> logs.set(node, Json.of(LogTail.of(log))));
    return root;
  }

  private static ObjectNode pair(Pair pair) {
    return Json.object()
        .put("emitter", pair.emitter())
        .put("receiver", pair.receiver())
        .put("selection", RepeatCommand.implementations(pair));
  }

  private ObjectNode section(Section section) {
    ObjectNode json = Json.object().put("letter", section.letter()).put("words", section.words());
    ArrayNode requirements = json.putArray("requirements");
    report.requirements().stream()
        .filter(requirement -> Section.of(requirement) == section)
        .sorted(Comparator.comparing(Requirement::id))
        .forEach(requirement -> requirements.add(JsonReport.requirement(requirement)));
    return json;
  }

  /** In the order of the run, but those that need their frames most get them first. */
  private ObjectNode[] results() {
    List<Result> results = report.results();
    ObjectNode[] json = new ObjectNode[results.size()];
    IntStream.range(0, json.length)
        .boxed()
        .sorted(Comparator.comparing(i -> urgency(results.get(i).verdict())))
        .forEach(i -> json[i] = result(results.get(i)));
    return json;
  }

  private static int urgency(Verdict verdict) {
    if (!verdict.asExpected()) {
      return 0;
    }
    return verdict == Verdict.PASSED ? 2 : 1;
  }

  private ObjectNode result(Result result) {
    ObjectNode json = JsonReport.outcome(result);
    json.put("detail", text(Unexpected.detail(result)));
    int shown = Math.min(result.findings().size(), textBytesLeft > 0 ? FINDINGS : 1);
    ArrayNode findings = json.putArray("findings");
    result.findings().stream().limit(shown).forEach(finding -> findings.add(finding(finding)));
    json.put("moreFindings", result.findings().size() - shown);
    ArrayNode held = frames.add(result);
    json.set("frames", held);
    return json.put("moreFrames", result.evidence().size() - held.size());
  }

  private ObjectNode finding(Finding finding) {
    return JsonReport.finding(finding)
        .put("expected", text(finding.wanted()))
        .put("came", text(finding.came()))
        .put("event", finding.about().event().orElse(null));
  }

  private String text(String text) {
    String cut = Shortened.at(textBytesLeft > 0 ? TEXT : SHORT_TEXT, text);
    textBytesLeft -= HtmlReport.bytes(cut);
    return cut;
  }
}
