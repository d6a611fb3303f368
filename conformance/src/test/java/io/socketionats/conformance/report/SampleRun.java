package io.socketionats.conformance.report;

import io.socketionats.conformance.judge.catalogue.Catalogue;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Cell;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.judge.wire.WireLine;
import io.socketionats.conformance.report.RunReport.Participant;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A run by hand that holds every verdict. */
final class SampleRun {
  static final String FRAME =
      "socket.io./.* [\"u1\",{\"type\":2,\"data\":[\"R06-1\"],\"nsp\":\"/\"},{\"rooms\":[\"*\"]}]";

  private static final Participant JAVA =
      new Participant("java", "java", "socket.io-nats", Map.of("netty-socketio", "2.0.14"), true);
  private static final Participant NODE =
      new Participant("node-sio4", "javascript", "socket.io-nats", Map.of(), true);
  private static final Participant MICKL =
      new Participant("node-mickl", "javascript", "mickl", Map.of("socket.io", "4.8.1"), true);
  private static final Participant ABSENT =
      new Participant("node-sio1", "javascript", "socket.io-nats", Map.of(), false);

  private static final SortedMap<Healing.Of, Healing> HEALING =
      new TreeMap<>(Map.of(new Healing.Of("E18", "java"), Healing.of(List.of(20L, 31L, 640L))));

  private SampleRun() {}

  static RunReport everyVerdict() {
    List<Result> results =
        List.of(
            passed("W01", "java", "java"),
            passed("W01", "java", "node-sio4"),
            passed("W01", "node-mickl", "node-mickl"),
            Result.without(
                new Cell("R01", "java", "java"), Verdict.UNEXPECTED_PASS, "rooms are not encoded"),
            Result.without(
                new Cell("R01", "java", "node-sio4"),
                Verdict.UNSUPPORTED,
                "the receiver node-sio4 does not declare the capability 'rooms'"),
            failed("R06", "java", "java", Verdict.FAILED, ""),
            failed("R06", "node-sio4", "java", Verdict.FAILED, ""),
            failed(
                "R06",
                "java",
                "node-sio4",
                Verdict.KNOWN_DEVIATION,
                "the original subscribes to the room as a wildcard"),
            new Result(
                new Cell("S01", "java", "java"),
                Verdict.CRASHED,
                40,
                "node 'java-2' exited with status 1",
                Optional.of(Blame.RECEIVER),
                List.of(),
                List.of("socket.io./ {")),
            notRun("S02", "java", "java"),
            notRun("S02", "java", "node-sio4"));
    return run(
        List.of("W01", "R01", "R06", "S01", "S02"),
        List.of(JAVA, NODE, ABSENT, MICKL),
        results,
        new RunReport.Times(timings(), HEALING, fences()));
  }

  static RunReport allPassed() {
    return run(List.of("W01"), List.of(JAVA), List.of(passed("W01", "java", "java")), stepsAlone());
  }

  static RunReport with(List<Result> results) {
    List<String> ids = results.stream().map(Result::requirement).distinct().toList();
    List<Participant> participants =
        results.stream()
            .flatMap(result -> Stream.of(result.emitter(), result.receiver()))
            .distinct()
            .map(id -> new Participant(id, "java", "socket.io-nats", Map.of(), true))
            .toList();
    return run(ids, participants, results, stepsAlone());
  }

  static Result passed(String requirement, String emitter, String receiver) {
    return new Result(
        new Cell(requirement, emitter, receiver),
        Verdict.PASSED,
        12,
        "",
        Optional.empty(),
        List.of(),
        List.of(FRAME));
  }

  /**
   * @param reason of the deviation; empty = the detail is the finding, as a run has it
   */
  private static Result failed(
      String requirement, String emitter, String receiver, Verdict verdict, String reason) {
    Finding finding =
        new Finding(
            Finding.Kind.DUPLICATED,
            Blame.RECEIVER,
            Optional.of(receiver),
            Finding.About.delivery(receiver + "-1/a", "R06-1"),
            "event 'R06-1' once",
            "it came 2 times");
    return new Result(
        new Cell(requirement, emitter, receiver),
        verdict,
        14,
        reason.isEmpty() ? finding.toString() : reason,
        Optional.of(Blame.RECEIVER),
        List.of(finding),
        List.of(FRAME));
  }

  private static Result notRun(String requirement, String emitter, String receiver) {
    return Result.without(
        new Cell(requirement, emitter, receiver), Verdict.NOT_RUN, "the run ended before it");
  }

  private static RunReport run(
      List<String> ids,
      List<Participant> participants,
      List<Result> results,
      RunReport.Times times) {
    return new RunReport(
        new RunReport.Run(
            Instant.parse("2026-01-02T03:04:05Z"),
            14_540,
            "processes",
            "conformance/interop run --select 'R*' --repeat 1",
            "0123abc",
            ordered("nats-server", "2.10.22", "java", "17.0.15")),
        participants,
        ids.stream().map(Catalogue::byId).toList(),
        results,
        times,
        new RunReport.Traces(
            List.of(
                new WireLine(0, 15, "socket.io./", "{\"a\":1}".getBytes(StandardCharsets.UTF_8))),
            Map.of()),
        new RunReport.Steadiness(1, List.of(), List.of()));
  }

  static RunReport logging(Map<String, Path> logs) {
    return allPassed("conformance/interop run", List.of(), logs, List.of());
  }

  static RunReport wired(List<WireLine> wire) {
    return allPassed("conformance/interop run", wire, Map.of(), List.of());
  }

  static RunReport commanded(String command) {
    return allPassed(command, List.of(), Map.of(), List.of());
  }

  /** Of three repetitions. */
  static RunReport differing(List<String> sentences) {
    return allPassed("conformance/interop run", List.of(), Map.of(), sentences);
  }

  /** With deviations that were declared and not judged. */
  static RunReport stale(List<String> sentences) {
    RunReport report = allPassed();
    return new RunReport(
        new RunReport.Run(
            report.run().started(),
            report.run().millis(),
            report.run().runtime(),
            report.run().command(),
            report.run().git(),
            report.run().versions()),
        report.implementations(),
        report.requirements(),
        report.results(),
        report.times(),
        new RunReport.Traces(report.traces().wire(), report.traces().logs()),
        new RunReport.Steadiness(
            report.steadiness().repetitions(), report.steadiness().differing(), sentences));
  }

  private static RunReport allPassed(
      String command, List<WireLine> wire, Map<String, Path> logs, List<String> differing) {
    RunReport report = allPassed();
    return new RunReport(
        new RunReport.Run(
            report.run().started(),
            report.run().millis(),
            report.run().runtime(),
            command,
            report.run().git(),
            report.run().versions()),
        report.implementations(),
        report.requirements(),
        report.results(),
        report.times(),
        new RunReport.Traces(wire, logs),
        new RunReport.Steadiness(differing.isEmpty() ? 1 : 3, differing, List.of()));
  }

  private static RunReport.Times stepsAlone() {
    return new RunReport.Times(timings(), new TreeMap<>(), Map.of());
  }

  private static Map<String, Long> timings() {
    Map<String, Long> timings = new LinkedHashMap<>();
    timings.put("broker", 140L);
    timings.put("nodes", 2_900L);
    timings.put("scenarios", 8_400L);
    return timings;
  }

  private static Map<String, FenceTimes> fences() {
    Map<String, FenceTimes> fences = new LinkedHashMap<>();
    fences.put("java", new FenceTimes("socket.io-nats", 40, 1.8, 40.2, "java-2"));
    fences.put("node-sio4", new FenceTimes("socket.io-nats", 40, 501.5, 530, "node-sio4-1"));
    return fences;
  }

  private static Map<String, String> ordered(String... namesAndValues) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
