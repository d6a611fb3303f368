package io.socketionats.conformance.report;

import com.fasterxml.jackson.databind.node.TextNode;
import io.socketionats.conformance.SelfContainedPage;
import java.nio.charset.StandardCharsets;

/**
 * {@code index.html}: the run for people, one file that needs no network. The page is the same for
 * every run; its script shows the data that is embedded as JSON, and never makes markup of it.
 */
final class HtmlReport {
  private HtmlReport() {}

  static String render(RunReport report) {
    return SelfContainedPage.render(name -> "/report/" + name, PageData.of(report));
  }

  /** How much a text takes in the page. */
  static int bytes(String text) {
    return SelfContainedPage.embedded(new TextNode(text)).getBytes(StandardCharsets.UTF_8).length;
  }
}
