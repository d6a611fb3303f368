package io.socketionats.load.cli;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.UsageException;
import io.socketionats.load.plan.Evidence;
import io.socketionats.load.report.LoadReport;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.Slo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code load report}: the page of one or several measurements. */
@Command(
    name = "report",
    description =
        "Writes index.html (one self-contained page), report.json and levels.csv of measurements.",
    mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FOLDER",
      arity = "0..*",
      description =
          "measurement folders, or a folder of them (default: load/measurements of the checkout)")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--slo",
      description = "judge levels by another objective than the measurement's own: p99=100ms")
  private String slo;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "where to write (default: load/target/report of the checkout)")
  private Path out;

  @Override
  public Integer call() {
    Evidence evidence =
        Evidence.read(
            folders.isEmpty() ? List.of(Checkout.root().resolve("load/measurements")) : folders);
    Path target = out == null ? Checkout.root().resolve("load/target/report") : out;
    LoadReport.write(evidence, objective(evidence), target);
    spec.commandLine().getOut().println("report: " + target.resolve("index.html"));
    return 0;
  }

  private Slo objective(Evidence evidence) {
    if (slo != null) {
      try {
        return Slo.parse(slo);
      } catch (IllegalArgumentException e) {
        throw new UsageException("--slo: " + e.getMessage());
      }
    }
    List<Slo> all =
        evidence.sources().stream()
            .map(Evidence.Source::measurement)
            .map(Measurement::slo)
            .distinct()
            .toList();
    if (all.size() > 1) {
      throw new UsageException(
          "the measurements have different objectives, %s; choose one with --slo".formatted(all));
    }
    return all.get(0);
  }
}
