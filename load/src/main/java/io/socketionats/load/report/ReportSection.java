package io.socketionats.load.report;

import java.util.List;

/**
 * A section of the page.
 *
 * @param id its anchor
 * @param title its heading
 * @param lead what it shows and how to read it
 * @param charts its charts
 * @param tables its tables
 * @param none what is said where there is neither chart nor table
 */
record ReportSection(
    String id, String title, String lead, List<Chart> charts, List<Table> tables, String none) {
  static ReportSection ofCharts(
      String id, String title, String lead, List<Chart> charts, String none) {
    return new ReportSection(id, title, lead, charts, List.of(), none);
  }

  /** A section with one table, which is left out where it has no rows. */
  static ReportSection ofTable(String id, String title, String lead, Table table, String none) {
    return new ReportSection(
        id, title, lead, List.of(), table.rows().isEmpty() ? List.of() : List.of(table), none);
  }
}
