package io.socketionats.load.cli;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.ProgramOptions;
import io.socketionats.conformance.launch.runtime.Toolchain;
import io.socketionats.load.control.Gates;
import io.socketionats.load.machine.Processors;
import io.socketionats.load.machine.ThisMachine;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.run.CasePlan;
import io.socketionats.load.run.LoadPlan;
import io.socketionats.load.run.LoadProgress;
import io.socketionats.load.run.LoadRun;
import io.socketionats.load.run.RunVerdict;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code load run}: measures what clusters carry. */
@Command(
    name = "run",
    description = "Searches for what clusters carry at an objective, and writes a measurement.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every case has a confirmed maximum, or passed at its fixed rate",
      "1:a case failed its objective, or a delivery was duplicated, leaked or out of order",
      "2:usage: an unknown cluster, an objective that cannot be read",
      "3:it could not run or go on, or the machine was not fit to measure"
    })
final class RunCommand implements Callable<Integer> {
  private static final int AS_ASKED = 0;
  private static final int FAILED = 1;
  private static final int COULD_NOT_RUN = 3;

  @Spec private CommandSpec spec;
  @Mixin private LoadOptions options;

  @Mixin private ProgramOptions programs;
  private final AtomicBoolean interrupted = new AtomicBoolean();

  @Override
  public Integer call() {
    RunRequest request = RunRequest.of(options);
    try (ClusterChoice choice = ClusterChoice.of(options, request.fault().isPresent())) {
      List<CasePlan> cases = choice.cases(request.workloads());
      LoadProgress progress = new LoadProgress(spec.commandLine().getErr(), options.minutes * 60);
      choice.onProgress(progress::step);
      return run(plan(request, cases), progress);
    }
  }

  private LoadPlan plan(RunRequest request, List<CasePlan> cases) {
    Gates shared = Gates.forMachine(ThisMachine.PROCESSORS).withOtherCores(options.otherCores);
    Optional<Processors> own = request.processors();
    return new LoadPlan(
        new LoadPlan.Label(options.name, command(), Toolchain.git(Checkout.root()), folder()),
        cases,
        new LoadPlan.Terms(
            request.slo(),
            own.map(some -> shared.withOwnProcessors(some.ofGenerator())).orElse(shared),
            SearchBudget.of(options, cases.size()).searchPlan(),
            Optional.ofNullable(options.rate),
            request.fault()),
        new LoadPlan.Generation(request.team(), own, options.connects),
        options.minutes * 60);
  }

  private int run(LoadPlan plan, LoadProgress progress) {
    LoadRun run = new LoadRun(plan, progress);
    Path folder = shown(plan.label().folder());
    Thread hook =
        new Thread(
            () -> {
              interrupted.set(true);
              run.close();
              progress.step("interrupted; what was measured is in " + folder);
            },
            "interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    try (run) {
      Measurement measurement = run.execute();
      spec.commandLine().getOut().printf("measurement: %s%n", folder);
      return switch (RunVerdict.of(measurement)) {
        case PASS -> AS_ASKED;
        case FAIL -> FAILED;
        case INVALID -> COULD_NOT_RUN;
      };
    } catch (RuntimeException e) {
      if (interrupted.get()) {
        return COULD_NOT_RUN; // the hook ended the cluster, and has said so
      }
      if (!run.measurement().cases().isEmpty()) {
        progress.step("what was measured is in " + folder);
      }
      throw e;
    } finally {
      remove(hook);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending, and the hook is at work
    }
  }

  private Path folder() {
    return options.out != null
        ? options.out.toAbsolutePath()
        : Checkout.root()
            .resolve("load/measurements")
            .resolve(LocalDate.now(ZoneOffset.UTC) + "-" + options.name);
  }

  private static Path shown(Path file) {
    Path here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file) : file;
  }

  private String command() {
    List<String> words = new ArrayList<>(List.of("load/load"));
    words.addAll(spec.commandLine().getParent().getParseResult().originalArgs());
    return String.join(" ", words);
  }
}
