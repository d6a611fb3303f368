package io.socketionats.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.catalogue.Catalogue;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Cell;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
  private static final Pattern DATA =
      Pattern.compile(
          "<script id=\"data\" type=\"application/json\">(.*?)</script>", Pattern.DOTALL);
  private static final String HOSTILE =
      "</script><script>alert(1)</script><img src=x onerror=alert(2)><!-- & /* report.js */ \ud83d";

  @Test
  void embedsWhatNodesSayAsDataOnly() {
    Finding finding =
        new Finding(Finding.Kind.LOST, Blame.EMITTER, Optional.empty(), HOSTILE, HOSTILE);
    Result hostile =
        new Result(
            new Cell("R06", "java", "java"),
            Verdict.FAILED,
            1,
            HOSTILE,
            Optional.of(Blame.EMITTER),
            List.of(finding),
            List.of("subject " + HOSTILE));

    String page = HtmlReport.render(SampleRun.with(List.of(hostile)));

    assertThat(page).doesNotContain("<img").doesNotContain("<!--").doesNotContain("alert(1)</");
    assertThat(page.split("<script", -1)).hasSize(3);
    assertThat(page.split("</script>", -1)).hasSize(3);
    assertThat(data(page).at("/results/0/detail").asText()).isEqualTo(HOSTILE);
    assertThat(data(page).at("/frames/0").asText()).isEqualTo("subject " + HOSTILE);
  }

  @Test
  void needsNoNetwork() {
    assertThat(HtmlReport.render(SampleRun.everyVerdict()))
        .startsWith("<!DOCTYPE html>")
        .contains("default-src 'none'")
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain("@import")
        .doesNotContain("url(");
  }

  @Test
  void holdsEveryRequirementInReadingOrder() {
    List<Result> results =
        Catalogue.all().stream()
            .map(requirement -> SampleRun.passed(requirement.id(), "java", "java"))
            .toList();

    JsonNode data = data(HtmlReport.render(SampleRun.with(results)));

    List<String> ids = new ArrayList<>();
    data.path("sections").findValues("id").forEach(id -> ids.add(id.asText()));
    assertThat(ids)
        .containsExactlyInAnyOrderElementsOf(results.stream().map(Result::requirement).toList())
        .isSortedAccordingTo(
            Comparator.comparing((String id) -> "WNRUXFPODLMSETK".indexOf(id.charAt(0)))
                .thenComparing(Comparator.naturalOrder()));
  }

  @Test
  void showsTheFramesThatReceiversShareOnce() {
    RunReport report =
        SampleRun.with(
            List.of(
                SampleRun.passed("R06", "java", "java"),
                SampleRun.passed("R06", "java", "node-sio4")));

    JsonNode data = data(HtmlReport.render(report));

    assertThat(data.path("frames")).hasSize(1);
    assertThat(data.at("/results/0/frames")).isEqualTo(data.at("/results/1/frames")).hasSize(1);
  }

  @Test
  void cutsTheFramesOfWhatPassed() {
    List<String> frames = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      frames.add("subject " + i + "x".repeat(5000));
    }

    JsonNode data =
        data(HtmlReport.render(SampleRun.with(List.of(evidence(Verdict.PASSED, frames)))));

    assertThat(data.at("/results/0/frames")).hasSize(12);
    assertThat(data.at("/results/0/moreFrames").asInt()).isEqualTo(8);
    assertThat(data.at("/frames/0").asText()).hasSize(600).endsWith("…");
  }

  @Test
  void staysUnderFiveMegabytesWhenEverythingFailsWithManyLongFrames() {
    Finding finding =
        new Finding(
            Finding.Kind.LOST, Blame.RECEIVER, Optional.empty(), "<".repeat(900), ">".repeat(900));
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      List<String> frames = new ArrayList<>();
      for (int frame = 0; frame < 60; frame++) {
        frames.add("subject " + i + " " + frame + "\"<漢>".repeat(500));
      }
      results.add(
          new Result(
              new Cell(
                  Catalogue.all().get(i % Catalogue.all().size()).id(),
                  "emitter-" + i / 90,
                  "receiver-" + i % 9),
              i % 2 == 0 ? Verdict.PASSED : Verdict.FAILED,
              1,
              "<".repeat(2000),
              Optional.of(Blame.RECEIVER),
              i % 2 == 0 ? List.of() : Collections.nCopies(50, finding),
              frames));
    }

    String page = HtmlReport.render(SampleRun.with(results));

    assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(5_000_000);
    assertThat(data(page).path("results")).hasSize(900);
  }

  @Test
  void staysUnderFiveMegabytesForAnOrdinaryRun() {
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      List<String> frames = new ArrayList<>();
      for (int frame = 0; frame < 30; frame++) {
        frames.add(
            "socket.io./ [\"u" + i + "-" + frame + "\",{\"x\":\"" + "y".repeat(600) + "\"}]");
      }
      results.add(evidence(Verdict.PASSED, frames));
    }

    String page = HtmlReport.render(SampleRun.with(results));

    assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(5_000_000);
  }

  @Test
  void showsTheEndsOfTheLogs(@TempDir Path folder) throws Exception {
    Path log = Files.writeString(folder.resolve("java-1.log"), "line\n".repeat(100) + "last\n");
    RunReport report =
        SampleRun.logging(Map.of("java-1", log, "java-2", folder.resolve("absent.log")));

    JsonNode logs = data(HtmlReport.render(report)).path("logs");

    assertThat(logs.path("java-1")).hasSize(40);
    assertThat(logs.at("/java-1/39").asText()).isEqualTo("last");
    assertThat(logs.at("/java-2/0").asText())
        .startsWith("the log cannot be read: ")
        .contains("absent.log");
  }

  private static Result evidence(Verdict verdict, List<String> frames) {
    return new Result(
        new Cell("R06", "java", "java"), verdict, 1, "", Optional.empty(), List.of(), frames);
  }

  private static JsonNode data(String page) {
    Matcher matcher = DATA.matcher(page);
    assertThat(matcher.find()).isTrue();
    return Json.parse(matcher.group(1));
  }
}
