package io.socketionats.load.report;

import java.util.List;
import java.util.stream.Collectors;

/** Pieces of markup; every text goes through {@link #text}. */
final class Html {
  private Html() {}

  static String text(Object value) {
    return String.valueOf(value)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /**
   * A table that scrolls by itself when the screen is narrow. The first column names the row; cells
   * are markup.
   */
  static String table(String caption, List<String> head, List<List<String>> rows) {
    StringBuilder html = new StringBuilder("<div class=\"scroll\" tabindex=\"0\"><table>");
    html.append("<caption>").append(text(caption)).append("</caption><thead><tr>");
    head.forEach(cell -> html.append("<th scope=\"col\">").append(text(cell)).append("</th>"));
    html.append("</tr></thead><tbody>");
    for (List<String> row : rows) {
      html.append("<tr><th scope=\"row\">").append(row.get(0)).append("</th>");
      html.append(
          row.stream().skip(1).map(cell -> "<td>" + cell + "</td>").collect(Collectors.joining()));
      html.append("</tr>");
    }
    return html.append("</tbody></table></div>").toString();
  }

  static String section(String id, String title, String lead, String body) {
    return "<section id=\"%s\"><h2>%s</h2><p class=\"lead\">%s</p>%s</section>\n"
        .formatted(id, text(title), lead, body);
  }

  static String card(String title, String body) {
    return "<figure class=\"card\"><figcaption>%s</figcaption>%s</figure>"
        .formatted(text(title), body);
  }

  static String cards(List<String> cards) {
    return "<div class=\"cards\">" + String.join("", cards) + "</div>";
  }

  /** A coloured word: good, bad or doubtful. */
  static String mark(String kind, String word) {
    return "<span class=\"mark %s\">%s</span>".formatted(kind, text(word));
  }
}
