package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentWriterTest {
  private final ArgumentWriter writer = new ArgumentWriter(new ObjectMapper());

  private String write(Object... arguments) {
    return writer.write("m", arguments);
  }

  @Test
  void writesArgumentsJoinedByCommas() {
    assertThat(write()).isEmpty();
    assertThat(write(1, "x", null, true, List.of(), Map.of("a", 1.5)))
        .isEqualTo("1,\"x\",null,true,[],{\"a\":1.5}");
    assertThat(write((Object[]) null)).isEqualTo("null");
    assertThat(write(Collections.singletonMap("a", null))).isEqualTo("{\"a\":null}");
  }

  @Test
  void writesBytesAsNodesBufferAtAnyDepth() {
    String buffer = "{\"type\":\"Buffer\",\"data\":[0,127,128,255]}";
    byte[] bytes = {0, 127, (byte) 128, (byte) 255};
    ByteBuffer slice = ByteBuffer.wrap(new byte[] {9, 0, 127, (byte) 128, (byte) 255});
    slice.get();

    assertThat(write(bytes, List.of(Map.of("b", bytes)), new Object[] {bytes}, slice))
        .isEqualTo(buffer + ",[{\"b\":" + buffer + "}],[" + buffer + "]," + buffer);
    assertThat(slice.position()).isEqualTo(1);
    assertThat(write(new byte[0])).isEqualTo("{\"type\":\"Buffer\",\"data\":[]}");
  }

  @Test
  void writesPointsInTimeAsJavaScriptDoes() {
    assertThat(write(new Date(0), Instant.parse("2024-02-29T23:59:59.123456789Z")))
        .isEqualTo("\"1970-01-01T00:00:00.000Z\",\"2024-02-29T23:59:59.123Z\"");
    assertThat(write(Map.of("at", new java.sql.Timestamp(5))))
        .isEqualTo("{\"at\":\"1970-01-01T00:00:00.005Z\"}");
    assertThat(
            write(
                Instant.parse("+012345-01-01T00:00:00Z"), Instant.parse("-000001-01-01T00:00:00Z")))
        .isEqualTo("\"+012345-01-01T00:00:00.000Z\",\"-000001-01-01T00:00:00.000Z\"");
  }

  @Test
  void writesNumbersThatJsonCannotSayAsNull() {
    assertThat(
            write(
                Double.NaN,
                Float.POSITIVE_INFINITY,
                new double[] {1, Double.NEGATIVE_INFINITY},
                new float[] {Float.NaN, 0.5f},
                Arrays.asList(Double.NaN, 2.5)))
        .isEqualTo("null,null,[1.0,null],[null,0.5],[null,2.5]");
  }

  @Test
  void keepsAllDigits() {
    assertThat(
            write(
                Long.MAX_VALUE,
                new BigInteger("123456789012345678901234567890"),
                new BigDecimal("0.1234567890123456789012345")))
        .isEqualTo(
            "9223372036854775807,123456789012345678901234567890,0.1234567890123456789012345");
  }

  @Test
  void escapesUnpairedSurrogatesAsJavaScriptDoes() {
    assertThat(write("a\ud800", "\udc00b", "\ud83d\ude00", Map.of("\ud800k", 1)))
        .isEqualTo("\"a\\ud800\",\"\\udc00b\",\"\ud83d\ude00\",{\"\\ud800k\":1}");
  }

  @Test
  void doesNotChangeWhatItIsGiven() {
    Map<String, Object> data = new HashMap<>(Map.of("b", new byte[] {1}));
    Map<String, Object> copy = new HashMap<>(data);
    write(data);
    assertThat(data).isEqualTo(copy);
  }

  @Test
  void refusesWhatIsNoData() {
    Map<String, Object> cycle = new HashMap<>();
    cycle.put("self", cycle);

    assertThatThrownBy(() -> write(new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "the arguments of event 'm' cannot be written as JSON: No serializer");
    assertThatThrownBy(() -> write(cycle)).isInstanceOf(IllegalArgumentException.class);
  }
}
