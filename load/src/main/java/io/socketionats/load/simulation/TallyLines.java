package io.socketionats.load.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.load.measure.Tally;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** A tally as JSON, between an injector process and the one that gives the orders. */
final class TallyLines {
  private TallyLines() {}

  static ObjectNode write(Tally tally) {
    return Json.object()
        .put("published", tally.published())
        .put("expected", tally.expected())
        .put("received", tally.received())
        .put("inTime", tally.inTime())
        .put("lost", tally.lost())
        .put("late", tally.late())
        .put("duplicated", tally.duplicated())
        .put("reordered", tally.reordered())
        .put("leaked", tally.leaked())
        .put("disconnected", tally.disconnected())
        .put("sameNode", text(tally.sameNode()))
        .put("crossNode", text(tally.crossNode()))
        .put("lag", text(tally.lag()));
  }

  static Tally read(JsonNode line) {
    return new Tally(
        line.path("published").asLong(),
        line.path("expected").asLong(),
        line.path("received").asLong(),
        line.path("inTime").asLong(),
        line.path("lost").asLong(),
        line.path("late").asLong(),
        line.path("duplicated").asLong(),
        line.path("reordered").asLong(),
        line.path("leaked").asLong(),
        line.path("disconnected").asLong(),
        histogram(line.path("sameNode").asText()),
        histogram(line.path("crossNode").asText()),
        histogram(line.path("lag").asText()));
  }

  private static String text(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(buffer.array(), length));
  }

  private static Histogram histogram(String text) {
    try {
      return Histogram.decodeFromCompressedByteBuffer(
          ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("no histogram: " + text, e);
    }
  }
}
