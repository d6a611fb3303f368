package io.socketionats.load.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.load.measure.Latencies;
import io.socketionats.load.measure.Tally;
import io.socketionats.load.result.Deliveries;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** A tally as JSON, sent by an injector process to the run that controls it. */
final class TallyLines {
  private TallyLines() {}

  static ObjectNode write(Tally tally) {
    ObjectNode line =
        Json.object().put("published", tally.published()).put("inTime", tally.inTime());
    line.set("deliveries", Json.of(tally.deliveries()));
    return line.put("sameNode", text(tally.latencies().sameNode()))
        .put("crossNode", text(tally.latencies().crossNode()))
        .put("lag", text(tally.latencies().lag()));
  }

  static Tally read(JsonNode line) {
    return new Tally(
        line.path("published").asLong(),
        line.path("inTime").asLong(),
        Json.MAPPER.convertValue(line.path("deliveries"), Deliveries.class),
        new Latencies(
            histogram(line.path("sameNode").asText()),
            histogram(line.path("crossNode").asText()),
            histogram(line.path("lag").asText())));
  }

  private static String text(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }

  private static Histogram histogram(String text) {
    try {
      return Histogram.decodeFromCompressedByteBuffer(
          ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("not a histogram: " + text, e);
    }
  }
}
