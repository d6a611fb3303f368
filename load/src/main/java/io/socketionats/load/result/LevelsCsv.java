package io.socketionats.load.result;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All levels of a measurement as comma-separated values, RFC 4180. */
public final class LevelsCsv {
  private static final List<String> COLUMNS =
      List.of(
          "measurement",
          "case",
          "cluster",
          "nodes",
          "nats_servers",
          "workload",
          "connections",
          "room_size",
          "payload_bytes",
          "level",
          "phase",
          "repetition",
          "verdict",
          "target_per_s",
          "offered_per_s",
          "deliveries_per_s",
          "seconds",
          "expected",
          "received",
          "lost",
          "late",
          "duplicated",
          "reordered",
          "leaked",
          "disconnected",
          "same_p50_us",
          "same_p90_us",
          "same_p99_us",
          "same_p999_us",
          "same_max_us",
          "cross_p50_us",
          "cross_p90_us",
          "cross_p99_us",
          "cross_p999_us",
          "cross_max_us",
          "generator_lag_p99_us",
          "generator_cpu_cores",
          "others_cpu_cores",
          "steal_share",
          "node_cpu_cores",
          "node_rss_bytes",
          "nats_cpu_cores",
          "nats_bytes_per_s",
          "reasons");

  private LevelsCsv() {}

  /** A header and a line for each level, in the order of the run. */
  public static String of(Measurement measurement) {
    StringBuilder csv = new StringBuilder(String.join(",", COLUMNS)).append("\r\n");
    for (Case each : measurement.cases()) {
      for (Level level : each.levels()) {
        StringJoiner line = new StringJoiner(",");
        cells(measurement, each, level).map(LevelsCsv::cell).forEach(line::add);
        csv.append(line).append("\r\n");
      }
    }
    return csv.toString();
  }

  private static Stream<Object> cells(Measurement measurement, Case each, Level level) {
    Stream<Object> head =
        Stream.of(
            measurement.origin().name(),
            each.id(),
            each.cluster().label(),
            each.cluster().nodes(),
            each.cluster().natsServers(),
            each.workload().name(),
            each.workload().connections(),
            each.workload().roomSize(),
            each.workload().payloadBytes(),
            level.id(),
            level.phase().name().toLowerCase(Locale.ROOT),
            level.offer().repetition(),
            level.verdict(),
            level.target(),
            level.offer().offered(),
            level.offer().deliveriesPerSecond(),
            level.offer().seconds(),
            level.deliveries().expected(),
            level.deliveries().received(),
            level.wrong().lost(),
            level.deliveries().late(),
            level.wrong().duplicated(),
            level.wrong().reordered(),
            level.wrong().leaked(),
            level.wrong().disconnected());
    Stream<Object> latency =
        Stream.concat(
            percentiles(level.latency().sameNode()), percentiles(level.latency().crossNode()));
    Generator generator = level.use().generator();
    Others others = level.use().others();
    Stream<Object> use =
        Stream.of(
            generator == null ? "" : generator.lagP99Micros(),
            generator == null ? "" : generator.cpuCores(),
            others == null ? "" : others.cpuCores(),
            others == null ? "" : others.stealShare(),
            each(level.use().nodes().stream().map(NodeUse::cpuCores)),
            each(level.use().nodes().stream().map(NodeUse::rssBytes)),
            each(level.use().nats().stream().map(NatsUse::cpuCores)),
            each(level.use().nats().stream().map(NatsUse::bytesPerSecond)),
            String.join("; ", level.judgement().reasons()));
    return Stream.concat(Stream.concat(head, latency), use);
  }

  private static Stream<Object> percentiles(Percentiles of) {
    if (of.count() == 0) {
      return Stream.of("", "", "", "", "");
    }
    return Stream.of(of.p50(), of.p90(), of.p99(), of.p999(), of.max());
  }

  private static String each(Stream<?> values) {
    return values.map(LevelsCsv::number).collect(Collectors.joining(" "));
  }

  private static String number(Object value) {
    return value instanceof Double number
        ? new java.math.BigDecimal(String.valueOf(number)).stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }

  private static String cell(Object value) {
    String text = number(value);
    return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
