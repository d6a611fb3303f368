package io.socketionats.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.judge.verdict.Cell;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class JunitReportTest {
  @Test
  void hasASuiteForEachPair() {
    assertThat(JunitReport.render(SampleRun.everyVerdict())).isEqualTo(Golden.text("sample.xml"));
  }

  @Test
  void staysWellFormedWhateverNodesSay() throws Exception {
    Result hostile =
        Result.without(
            new Cell("R06", "java", "java"), Verdict.CRASHED, "]]> <a> & \0 \u001b[1m \ud83d \"");

    Document xml = parse(JunitReport.render(SampleRun.with(List.of(hostile))));

    Element error = (Element) xml.getElementsByTagName("error").item(0);
    assertThat(error.getAttribute("message"))
        .isEqualTo("crashed: ]]> <a> & \\u0000 \\u001b[1m \\ud83d \"");
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }
}
