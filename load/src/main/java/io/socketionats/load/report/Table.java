package io.socketionats.load.report;

import java.util.List;

/**
 * A table of the page. The first column names the row.
 *
 * @param caption its name
 * @param head names of the columns
 * @param rows as many cells each as there are columns
 * @param folded whether it is shown only on demand
 */
record Table(String caption, List<String> head, List<List<Cell>> rows, boolean folded) {
  Table(String caption, List<String> head, List<List<Cell>> rows) {
    this(caption, head, rows, false);
  }
}
