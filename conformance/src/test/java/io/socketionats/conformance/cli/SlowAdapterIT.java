package io.socketionats.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adapter that delivers everything as it must, and half a second late. */
class SlowAdapterIT {
  private static final String RULE =
      "Slow: median more than 5 times, and more than 50 ms above, that of the fastest implementation of the dialect";

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path adapter;

  @BeforeEach
  void writeAdapter() throws IOException {
    Path packages = Checkout.root().resolve("node-fixtures/node_modules");
    adapter =
        Files.writeString(
            folder.resolve("late.mjs"),
            """
            import { connect } from "%s";
            import { adapterOf, NatsAdapter } from "%s";

            class Late extends NatsAdapter {
              receive(subject, message) {
                setTimeout(() => super.receive(subject, message), 500);
              }
            }

            export default async ({ servers, key, delimiter }) => {
              const nc = await connect({ servers });
              const adapter = adapterOf(Late, { key, delimiter, nc });
              await adapter.nc.ready;
              return { adapter, flush: () => adapter.flush(), close: () => nc.close() };
            };
            """
                .formatted(
                    packages.resolve("nats/index.js").toUri(),
                    packages.resolve("socket.io-nats/index.mjs").toRealPath().toUri()));
  }

  private int run(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "--quiet", "--runtime", "processes", "--select", "R01"));
    arguments.addAll(List.of("--out", folder.resolve("reports").toString()));
    arguments.addAll(List.of("--node-adapter", adapter.toString()));
    arguments.addAll(List.of(options));
    return Interop.execute(
        arguments.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
  }

  private String written(String name) throws IOException {
    return Files.readString(folder.resolve("reports").resolve(name));
  }

  @Test
  void passesWithAWarningInEveryReport() throws IOException {
    assertThat(run()).as("%s%s", out, err).isZero();

    JsonNode run = Json.parse(written("report.json")).path("run");
    JsonNode late = run.path("fences").path("node-adapter");
    assertThat(late.path("medianMillis").asDouble()).isGreaterThanOrEqualTo(500);
    assertThat(late.path("longestMillis").asDouble())
        .isGreaterThanOrEqualTo(late.path("medianMillis").asDouble());
    assertThat(late.path("slowestNode").asText()).startsWith("node-adapter-");
    assertThat(run.path("fences").path("java").path("count").asLong()).isPositive();
    String warning =
        "node-adapter takes %s ms to deliver (median), java takes %s ms"
            .formatted(
                late.path("medianMillis").asDouble(),
                run.path("fences").path("java").path("medianMillis").asDouble());
    assertThat(run.path("slow")).extracting(JsonNode::asText).containsExactly(warning);
    assertThat(out.toString()).contains(RULE, warning);
    assertThat(written("summary.md")).contains(RULE, warning);
    assertThat(written("index.html")).contains(RULE, warning);
  }

  @Test
  void failsAfterTheMillisecondsGiven() throws IOException {
    assertThat(run("--slow-after", "450")).as("%s%s", out, err).isEqualTo(1);

    for (JsonNode result : Json.parse(written("report.json")).path("results")) {
      boolean late = result.path("receiver").asText().equals("node-adapter");
      assertThat(result.path("verdict").asText()).isEqualTo(late ? "failed" : "passed");
      assertThat(result.path("findings"))
          .extracting(finding -> finding.path("kind").asText())
          .containsOnly(late ? new String[] {"late"} : new String[0]);
      if (late) {
        assertThat(result.path("blame").asText()).isEqualTo("receiver");
        assertThat(result.path("detail").asText())
            .matches(
                "late: expected the clients of node node-adapter-[12] to get each sentinel within 450 ms; the slowest took [5-9]\\d\\d ms");
      }
    }
  }

  @Test
  void refusesALimitThatIsNone() {
    assertThat(run("--slow-after", "0")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "interop: --slow-after must be a whole number of 1 or more, got '0'"
                + System.lineSeparator());
  }
}
