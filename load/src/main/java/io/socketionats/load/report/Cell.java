package io.socketionats.load.report;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A cell of a table, or a short statement.
 *
 * @param text the text
 * @param small more, in small type
 * @param mark how to colour it; null for plain text
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Cell(String text, String small, Mark mark) {
  /** How a statement is to be taken. */
  enum Mark {
    GOOD,
    BAD,
    DOUBTFUL,
    /** a command line */
    CODE
  }

  static Cell of(Object text) {
    return new Cell(String.valueOf(text), null, null);
  }

  static Cell of(String text, String small) {
    return new Cell(text, small, null);
  }

  static Cell good(String text) {
    return new Cell(text, null, Mark.GOOD);
  }

  static Cell bad(String text) {
    return new Cell(text, null, Mark.BAD);
  }

  static Cell doubtful(String text) {
    return new Cell(text, null, Mark.DOUBTFUL);
  }

  static Cell code(String text) {
    return new Cell(text, null, Mark.CODE);
  }
}
