package io.socketionats.conformance.report;

import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * {@code junit.xml}: a suite for each pair, a case for each requirement, for continuous
 * integration.
 */
final class JunitReport {
  private final RunReport report;
  private final Map<String, Requirement> requirements = new HashMap<>();
  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  private JunitReport(RunReport report) throws XMLStreamException {
    this.report = report;
    report.requirements().forEach(requirement -> requirements.put(requirement.id(), requirement));
    this.xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
  }

  static String render(RunReport report) {
    try {
      return new JunitReport(report).render();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("the JUnit report could not be written", e);
    }
  }

  private String render() throws XMLStreamException {
    Map<Pair, List<Result>> byPair = new LinkedHashMap<>();
    for (List<Pair> pairs : Pair.byDialect(report).values()) {
      pairs.forEach(pair -> byPair.put(pair, new ArrayList<>()));
    }
    report.results().forEach(result -> byPair.get(Pair.of(result)).add(result));
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuites");
    attribute("name", "interop");
    counts(report.results());
    attribute("time", seconds(report.run().millis()));
    for (Map.Entry<Pair, List<Result>> suite : byPair.entrySet()) {
      suite(suite.getKey(), suite.getValue());
    }
    end(0);
    xml.writeEndDocument();
    xml.flush();
    return text + "\n";
  }

  private void suite(Pair pair, List<Result> results) throws XMLStreamException {
    start(1, "testsuite");
    attribute("name", pair.toString());
    counts(results);
    attribute("time", seconds(results.stream().mapToLong(Result::millis).sum()));
    attribute("timestamp", report.run().started().toString());
    for (Result result : results) {
      testcase(result);
    }
    end(1);
  }

  private void testcase(Result result) throws XMLStreamException {
    Requirement requirement = requirements.get(result.requirement());
    boolean passed = result.verdict() == Verdict.PASSED;
    indent(2);
    if (passed) {
      xml.writeEmptyElement("testcase");
    } else {
      xml.writeStartElement("testcase");
    }
    attribute("classname", "interop." + result.emitter() + "." + result.receiver());
    attribute("name", requirement == null ? result.requirement() : requirement.toString());
    attribute("time", seconds(result.millis()));
    switch (result.verdict()) {
      case PASSED -> {}
      case FAILED, UNEXPECTED_PASS -> problem("failure", result, requirement);
      case CRASHED, NOT_RUN -> problem("error", result, requirement);
      case KNOWN_DEVIATION, UNSUPPORTED -> skipped(result);
    }
    if (!passed) {
      end(2);
    }
  }

  private void skipped(Result result) throws XMLStreamException {
    indent(3);
    xml.writeEmptyElement("skipped");
    attribute("message", message(result));
  }

  private void problem(String element, Result result, Requirement requirement)
      throws XMLStreamException {
    start(3, element);
    attribute("type", result.verdict().label());
    attribute("message", message(result));
    xml.writeCharacters(allowed(body(result, requirement)));
    xml.writeEndElement();
  }

  private static String message(Result result) {
    String detail = Unexpected.detail(result);
    if (detail.isEmpty()) {
      detail = result.findings().stream().findFirst().map(Finding::toString).orElse("");
    }
    String verdict = Headline.words(result.verdict());
    return detail.isEmpty() ? verdict : verdict + ": " + detail;
  }

  private String body(Result result, Requirement requirement) {
    List<String> lines = new ArrayList<>();
    if (requirement != null) {
      lines.add(
          "%s: %s (%s)"
              .formatted(requirement.force(), requirement.sentence(), requirement.source()));
    }
    result.blame().map(Blame::label).ifPresent(blame -> lines.add("blame: " + blame));
    for (Finding finding : result.findings()) {
      lines.add("%s, blamed on the %s".formatted(finding.kind().label(), finding.blame().label()));
      lines.add("  expected: " + finding.wanted());
      lines.add("  came: " + finding.came());
    }
    if (!result.evidence().isEmpty()) {
      lines.add("frames:");
      result.evidence().forEach(frame -> lines.add("  " + frame));
    }
    lines.add("repeat: " + RepeatCommand.of(report, result));
    return lines.stream().collect(Collectors.joining("\n", "\n", "\n"));
  }

  private void counts(Collection<Result> results) throws XMLStreamException {
    attribute("tests", String.valueOf(results.size()));
    attribute("failures", count(results, Verdict.FAILED, Verdict.UNEXPECTED_PASS));
    attribute("errors", count(results, Verdict.CRASHED, Verdict.NOT_RUN));
    attribute("skipped", count(results, Verdict.KNOWN_DEVIATION, Verdict.UNSUPPORTED));
  }

  private static String count(Collection<Result> results, Verdict... verdicts) {
    List<Verdict> counted = List.of(verdicts);
    return String.valueOf(
        results.stream().filter(result -> counted.contains(result.verdict())).count());
  }

  private void start(int depth, String element) throws XMLStreamException {
    indent(depth);
    xml.writeStartElement(element);
  }

  private void end(int depth) throws XMLStreamException {
    indent(depth);
    xml.writeEndElement();
  }

  private void indent(int depth) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, allowed(value).replaceAll("\\s+", " "));
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
  }

  /** XML 1.0 has no way to say most control characters: they are written as JSON would. */
  private static String allowed(String text) {
    StringBuilder allowed = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (isAllowed(point)) {
                allowed.appendCodePoint(point);
              } else {
                allowed.append("\\u%04x".formatted(point));
              }
            });
    return allowed.toString();
  }

  private static boolean isAllowed(int point) {
    return point == '\t'
        || point == '\n'
        || (point >= 0x20 && point <= 0xD7FF)
        || (point >= 0xE000 && point <= 0xFFFD)
        || point >= 0x10000;
  }
}
