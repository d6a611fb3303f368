package io.socketionats.load.report;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UsageException;
import io.socketionats.load.plan.Evidence;
import io.socketionats.load.result.LevelsCsv;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.Slo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
          "measurement folders, or a folder of them; load/measurements of the checkout without it")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--slo",
      description = "judge by another objective than the measurement's own: p99=100ms")
  private String slo;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "where to write; load/target/report of the checkout without it")
  private Path out;

  @Override
  public Integer call() {
    Evidence evidence =
        Evidence.read(
            folders.isEmpty() ? List.of(Checkout.root().resolve("load/measurements")) : folders);
    Path target = out == null ? Checkout.root().resolve("load/target/report") : out;
    write(evidence, objective(evidence), target);
    spec.commandLine().getOut().println("report: " + target.resolve("index.html"));
    return 0;
  }

  /**
   * Writes the three files of a report.
   *
   * @param slo the objective that levels are judged by
   * @param folder made when it is not there
   */
  public static void write(Evidence evidence, Slo slo, Path folder) {
    Facts facts = new Facts(evidence, slo);
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("index.html"), Page.render(facts));
      Files.writeString(folder.resolve("report.json"), Json.text(ReportJson.of(facts)) + "\n");
      StringBuilder csv = new StringBuilder();
      for (Evidence.Source source : evidence.sources()) {
        String levels = LevelsCsv.of(source.measurement());
        csv.append(csv.isEmpty() ? levels : levels.substring(levels.indexOf('\n') + 1));
      }
      Files.writeString(folder.resolve("levels.csv"), csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
