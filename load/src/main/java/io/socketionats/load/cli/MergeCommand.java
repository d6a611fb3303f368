package io.socketionats.load.cli;

import io.socketionats.conformance.UsageException;
import io.socketionats.load.merge.Merge;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.MeasurementFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code load merge}: one measurement from those of several injectors. */
@Command(
    name = "merge",
    description =
        "Adds up the measurements of the injectors of one run: all counters, and the latencies that"
            + " were taken on one clock.",
    mixinStandardHelpOptions = true)
public final class MergeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FOLDER", arity = "1..*", description = "the folder of each injector")
  private List<Path> folders;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "where the merged measurement is written; must not hold one")
  private Path out;

  @Override
  public Integer call() {
    if (Files.exists(out.resolve(MeasurementFolder.JSON))) {
      throw new UsageException("--out '%s' holds a measurement already".formatted(out));
    }
    Measurement merged = Merge.of(folders, out);
    spec.commandLine()
        .getOut()
        .printf(
            "%d injectors, %d cases merged: %s%n",
            merged.injectors().size(), merged.cases().size(), out);
    return 0;
  }
}
