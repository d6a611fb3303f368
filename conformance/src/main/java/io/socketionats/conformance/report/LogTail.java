package io.socketionats.conformance.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a node's log. */
final class LogTail {
  private static final int LINES = 40;
  private static final int LINE_SHOWN = 400;
  private static final long BYTES = LINES * 2L * LINE_SHOWN;

  private LogTail() {}

  /** A log that cannot be read gives one line that says so: a report is never lost over it. */
  static List<String> of(Path log) {
    try {
      List<String> lines = end(log).lines().toList();
      return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
          .map(line -> Shortened.at(LINE_SHOWN, line))
          .toList();
    } catch (IOException e) {
      return List.of("the log cannot be read: " + e);
    }
  }

  private static String end(Path log) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(log)) {
      long begin = Math.max(0, channel.size() - BYTES);
      ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - begin));
      channel.position(begin);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // until the end
      }
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      return begin == 0 ? text : text.substring(text.indexOf('\n') + 1);
    }
  }
}
