package io.socketionats.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTML page in one file that needs no network: styles, scripts and data are embedded. The page
 * is the same for every report; its script shows the data, and never makes markup of it.
 */
public final class SelfContainedPage {
  private static final Pattern PLACE =
      Pattern.compile("/\\* ([\\w.]+\\.(?:css|js)) \\*/|\\{\"data\": \"of the run\"\\}");

  private SelfContainedPage() {}

  /**
   * Fills a template. In it {@code /* NAME.css *}{@code /} and {@code /* NAME.js *}{@code /} stand
   * for files, and {@code {"data": "of the run"}} for the data.
   *
   * @param pathOf the path on the class path of {@code index.html}, and of every file that it names
   */
  public static String render(UnaryOperator<String> pathOf, JsonNode data) {
    Matcher place = PLACE.matcher(resource(pathOf.apply("index.html")));
    return place.replaceAll(
        found -> {
          String file = found.group(1);
          String text = file == null ? embedded(data) : resource(pathOf.apply(file));
          return Matcher.quoteReplacement(text);
        });
  }

  /** JSON that no HTML parser takes for markup. */
  public static String embedded(JsonNode json) {
    return Json.text(json).replace("<", "\\u003c");
  }

  private static String resource(String path) {
    try (InputStream in = SelfContainedPage.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the resource %s is not on the class path".formatted(path));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
