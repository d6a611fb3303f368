package io.socketionats.load.merge;

import io.socketionats.load.plan.Bracket;
import io.socketionats.load.plan.Trial;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.Deliveries;
import io.socketionats.load.result.Generator;
import io.socketionats.load.result.Judgement;
import io.socketionats.load.result.Latency;
import io.socketionats.load.result.LatencyLog;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.Maximum;
import io.socketionats.load.result.MeasurementFolder;
import io.socketionats.load.result.NatsUse;
import io.socketionats.load.result.NodeUse;
import io.socketionats.load.result.Offer;
import io.socketionats.load.result.Others;
import io.socketionats.load.result.Percentiles;
import io.socketionats.load.result.Phase;
import io.socketionats.load.result.Slo;
import io.socketionats.load.result.Use;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** The levels of one case, of all injectors together. */
final class MergedLevels {
  private final List<Merge.Part> parts;
  private final List<Case> cases;
  private final MeasurementFolder out;
  private final List<Level> levels = new ArrayList<>();

  /**
   * @param cases the case as each part has it, in the order of parts
   */
  MergedLevels(List<Merge.Part> parts, List<Case> cases, MeasurementFolder out) {
    this.parts = parts;
    this.cases = cases;
    this.out = out;
    Set<String> ids = new LinkedHashSet<>();
    cases.forEach(each -> each.levels().forEach(level -> ids.add(level.id())));
    ids.forEach(id -> levels.add(level(id)));
  }

  List<Level> levels() {
    return levels;
  }

  /** Judged from the merged levels as a search judges. */
  Optional<Maximum> maximum() {
    List<Level> valid =
        levels.stream()
            .filter(
                level -> level.phase() != Phase.WARMUP && level.verdict() != LevelVerdict.INVALID)
            .toList();
    return Bracket.of(valid.stream().map(Trial::of).toList())
        .map(bracket -> maximum(bracket, valid));
  }

  private Maximum maximum(Bracket bracket, List<Level> valid) {
    double deliveries =
        valid.stream()
            .filter(level -> level.target() == bracket.passed())
            .mapToDouble(level -> level.offer().deliveriesPerSecond())
            .average()
            .orElse(0);
    LevelVerdict lastHold =
        levels.stream()
            .filter(level -> level.phase() == Phase.HOLD)
            .reduce((earlier, later) -> later)
            .map(Level::verdict)
            .orElse(LevelVerdict.INVALID);
    return new Maximum(
        bracket.passed(),
        deliveries,
        bracket.held() ? LevelVerdict.PASS : lastHold,
        bracket.failing());
  }

  private Level level(String id) {
    List<Level> same = new ArrayList<>();
    Map<String, Histogram> byTag = new TreeMap<>();
    List<String> left = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Merge.Part part = parts.get(i);
      Optional<Level> own =
          cases.get(i).levels().stream().filter(level -> level.id().equals(id)).findFirst();
      own.ifPresent(same::add);
      if (own.isEmpty()) {
        left.add("injector %d has no such level".formatted(part.index()));
      } else if (part.oneClock()) {
        part.folder()
            .histograms(own.get())
            .forEach(
                (tag, histogram) ->
                    byTag.computeIfAbsent(tag, t -> LatencyLog.empty()).add(histogram));
      }
    }
    boolean known = byTag.values().stream().anyMatch(each -> each.getTotalCount() > 0);
    if (!known) {
      left.add("no injector took latencies on one clock");
    }
    return new Level(
        id,
        offer(same),
        new Judgement(verdict(same, byTag, left), reasons(same, byTag, left)),
        same.stream().map(Level::deliveries).reduce(Deliveries.NONE, Deliveries::plus),
        new Latency(
            Percentiles.of(byTag.getOrDefault(LatencyLog.SAME_NODE, LatencyLog.empty())),
            Percentiles.of(byTag.getOrDefault(LatencyLog.CROSS_NODE, LatencyLog.empty()))),
        new Use(generator(same), others(same), nodes(same), nats(same)),
        known ? out.writeHistograms(cases.get(0).id(), id, byTag) : null);
  }

  private static Offer offer(List<Level> same) {
    Offer first = same.get(0).offer();
    return new Offer(
        first.phase(),
        first.repetition(),
        sum(same, Offer::target),
        sum(same, Offer::offered),
        sum(same, Offer::deliveriesPerSecond),
        same.stream().mapToDouble(level -> level.offer().seconds()).max().orElse(0));
  }

  /** A part that is invalid or missing makes the whole so; one that failed makes the whole fail. */
  private LevelVerdict verdict(List<Level> same, Map<String, Histogram> byTag, List<String> left) {
    if (!left.isEmpty() || same.stream().anyMatch(l -> l.verdict() == LevelVerdict.INVALID)) {
      return LevelVerdict.INVALID;
    }
    boolean failed = same.stream().anyMatch(level -> level.verdict() == LevelVerdict.FAIL);
    return failed || slow(byTag) ? LevelVerdict.FAIL : LevelVerdict.PASS;
  }

  private List<String> reasons(List<Level> same, Map<String, Histogram> byTag, List<String> left) {
    Set<String> reasons = new LinkedHashSet<>(left);
    same.forEach(level -> reasons.addAll(level.judgement().reasons()));
    if (slow(byTag)) {
      reasons.add(
          "all injectors together: %s of %.1f ms, objective %s"
              .formatted(slo().percentileName(), micros(byTag) / 1000.0, slo()));
    }
    return List.copyOf(reasons);
  }

  private boolean slow(Map<String, Histogram> byTag) {
    return micros(byTag) > slo().micros();
  }

  private long micros(Map<String, Histogram> byTag) {
    Histogram all = LatencyLog.latencies(byTag);
    return all.getTotalCount() == 0 ? 0 : all.getValueAtPercentile(slo().percentile());
  }

  private Slo slo() {
    return parts.get(0).measurement().slo();
  }

  private static Generator generator(List<Level> same) {
    List<Generator> known =
        same.stream().map(level -> level.use().generator()).filter(Objects::nonNull).toList();
    return known.isEmpty()
        ? null
        : new Generator(
            known.stream().mapToDouble(Generator::lagP99Micros).max().orElse(0),
            known.stream().mapToDouble(Generator::cpuCores).sum());
  }

  /** The worst machine. */
  private static Others others(List<Level> same) {
    return same.stream()
        .map(level -> level.use().others())
        .filter(Objects::nonNull)
        .reduce(
            (a, b) ->
                new Others(
                    Math.max(a.cpuCores(), b.cpuCores()), Math.max(a.stealShare(), b.stealShare())))
        .orElse(null);
  }

  /** Injectors on the nodes' machine see the same nodes: each counts once. */
  private static List<NodeUse> nodes(List<Level> same) {
    Map<String, NodeUse> byName = new LinkedHashMap<>();
    same.forEach(
        level -> level.use().nodes().forEach(node -> byName.putIfAbsent(node.name(), node)));
    return List.copyOf(byName.values());
  }

  private static List<NatsUse> nats(List<Level> same) {
    return same.stream()
        .map(level -> level.use().nats())
        .max(Comparator.comparingInt(List::size))
        .orElse(List.of());
  }

  private static double sum(List<Level> same, ToDoubleFunction<Offer> of) {
    return same.stream().map(Level::offer).mapToDouble(of).sum();
  }
}
