package io.socketionats.adapter;

import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** Text that comes in pieces, most often in a single one, and is put together once. */
final class Pieces extends Writer {
  private final List<String> pieces = new ArrayList<>(1);
  private int length;

  int length() {
    return length;
  }

  String text() {
    return pieces.size() == 1 ? pieces.get(0) : String.join("", pieces);
  }

  /** The text from a position on, without putting together what is before it. */
  String textFrom(int start) {
    int first = pieces.size();
    int at = length;
    while (at > start) {
      first--;
      at -= pieces.get(first).length();
    }
    return String.join("", pieces.subList(first, pieces.size())).substring(start - at);
  }

  @Override
  public void write(String piece) {
    pieces.add(piece);
    length += piece.length();
  }

  @Override
  public void write(char[] chars, int offset, int length) {
    write(new String(chars, offset, length));
  }

  @Override
  public void write(String text, int offset, int length) {
    write(text.substring(offset, offset + length));
  }

  @Override
  public void write(int c) {
    write(String.valueOf((char) c));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
