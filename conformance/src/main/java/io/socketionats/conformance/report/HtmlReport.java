package io.socketionats.conformance.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.socketionats.conformance.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * {@code index.html}: the run for people, one file that needs no network. The page is the same for
 * every run; its script shows the data that is embedded as JSON, and never makes markup of it.
 */
final class HtmlReport {
  private static final String STYLE = "/* style.css */";
  private static final String DATA = "{\"data\": \"of the run\"}";
  private static final String SCRIPT = "/* report.js */";

  private HtmlReport() {}

  static String render(RunReport report) {
    String page = resource("index.html");
    int style = page.indexOf(STYLE);
    int data = page.indexOf(DATA);
    int script = page.indexOf(SCRIPT);
    return page.substring(0, style)
        + resource("style.css")
        + page.substring(style + STYLE.length(), data)
        + embedded(PageData.of(report))
        + page.substring(data + DATA.length(), script)
        + resource("report.js")
        + page.substring(script + SCRIPT.length());
  }

  /** JSON that no HTML parser takes for markup. */
  static String embedded(JsonNode json) {
    return Json.text(json).replace("<", "\\u003c");
  }

  /** How much a text takes in the page. */
  static int bytes(String text) {
    return embedded(new TextNode(text)).getBytes(StandardCharsets.UTF_8).length;
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream("/report/" + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "the resource report/%s is not on the classpath".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
