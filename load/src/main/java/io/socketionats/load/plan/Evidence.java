package io.socketionats.load.plan;

import io.socketionats.conformance.UsageException;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.Machine;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.MeasurementFolder;
import io.socketionats.load.result.Slo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The measurements that an answer is drawn from; all of one kind of machine. */
public final class Evidence {
  /**
   * One measurement and where it is.
   *
   * @param folder its folder
   * @param measurement what is in it
   */
  public record Source(MeasurementFolder folder, Measurement measurement) {}

  private final List<Source> sources;

  private Evidence(List<Source> sources) {
    this.sources = sources;
  }

  /**
   * Reads measurement folders, or all measurement folders in a folder.
   *
   * @throws UsageException when there is none, one cannot be read, or they are of different
   *     machines
   */
  public static Evidence read(List<Path> paths) {
    List<Source> sources = new ArrayList<>();
    for (Path path : paths) {
      for (Path folder : folders(path)) {
        MeasurementFolder each = new MeasurementFolder(folder);
        sources.add(new Source(each, each.read()));
      }
    }
    Map<String, Path> machines = new LinkedHashMap<>();
    for (Source source : sources) {
      Machine machine = source.measurement().machine();
      machines.putIfAbsent(
          "%d x %s".formatted(machine.cpus(), machine.cpuModel()), source.folder().path());
    }
    if (machines.size() > 1) {
      throw new UsageException(
          "measurements of different machines cannot be put together: %s; name those of one machine"
              .formatted(machines));
    }
    return new Evidence(List.copyOf(sources));
  }

  private static List<Path> folders(Path path) {
    if (Files.isRegularFile(path.resolve(MeasurementFolder.JSON)) || !Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> inside = Files.list(path)) {
      List<Path> folders =
          inside
              .filter(folder -> Files.isRegularFile(folder.resolve(MeasurementFolder.JSON)))
              .sorted()
              .toList();
      if (folders.isEmpty()) {
        throw new UsageException(
            "'%s' holds no measurement; make one with `load run`".formatted(path));
      }
      return folders;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All measurements, in the order given. */
  public List<Source> sources() {
    return sources;
  }

  /** What clusters are called, in order of appearance: node, java, mixed. */
  public List<String> labels() {
    Set<String> labels = new LinkedHashSet<>();
    cases().forEach(each -> labels.add(each.cluster().label()));
    return List.copyOf(labels);
  }

  /** Processors of the machine. */
  int processors() {
    return sources.get(0).measurement().machine().cpus();
  }

  /** All cases. */
  public Stream<Case> cases() {
    return sources.stream().flatMap(source -> source.measurement().cases().stream());
  }

  /** Processor costs by implementation, from all levels that passed and say what nodes used. */
  public Map<String, Costs> costs(double confidence) {
    Map<String, List<Work>> works = new TreeMap<>();
    cases()
        .flatMap(Work::of)
        .forEach(
            work -> works.computeIfAbsent(work.implementation(), i -> new ArrayList<>()).add(work));
    Map<String, Costs> costs = new TreeMap<>();
    works.forEach((implementation, all) -> costs.put(implementation, Costs.of(all, confidence)));
    return costs;
  }

  /** The cases of a label for which a capacity is known, judged by an objective. */
  public List<JudgedCase> runs(String label, Slo slo) {
    List<JudgedCase> runs = new ArrayList<>();
    for (Source source : sources) {
      Rejudge judge = new Rejudge(source.folder(), source.measurement().slo(), slo);
      source.measurement().cases().stream()
          .filter(each -> each.cluster().label().equals(label))
          .forEach(each -> JudgedCase.of(each, judge).ifPresent(runs::add));
    }
    return runs;
  }

  /** How each kind of workload scales on clusters of this label, by an objective. */
  public Map<WorkloadKind, Scaling> scalings(String label, Slo slo, double confidence) {
    Map<WorkloadKind, List<JudgedCase>> runs = new LinkedHashMap<>();
    for (JudgedCase run : runs(label, slo)) {
      runs.computeIfAbsent(WorkloadKind.of(run.measured().workload()), l -> new ArrayList<>())
          .add(run);
    }
    Map<WorkloadKind, Scaling> scalings = new LinkedHashMap<>();
    runs.forEach((load, same) -> scalings.put(load, Scaling.of(same, confidence)));
    return scalings;
  }
}
