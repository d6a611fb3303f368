package io.socketionats.load.simulation;

import io.gatling.app.RunResult;
import io.gatling.app.RunResultProcessor;
import io.gatling.app.Runner;
import io.gatling.commons.util.DefaultClock;
import io.gatling.core.actor.ActorSystem;
import io.gatling.core.cli.GatlingArgs;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.javaapi.core.Simulation;
import io.gatling.netty.util.Transports;
import io.netty.channel.EventLoopGroup;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import scala.Option;

/**
 * Gatling as a library: runs a simulation in this process, without asking the network for a newer
 * Gatling and without a file in the user's home, both of which its own main class does.
 */
final class GatlingEngine {
  private GatlingEngine() {}

  /**
   * Runs a simulation on this thread; returns when its last user has ended.
   *
   * @param results folder of what Gatling writes, which is nothing unless {@code
   *     gatling.data.writers} says so
   */
  static void run(Class<? extends Simulation> simulation, Path results) {
    boolean report = canReport();
    if (report) {
      System.setProperty("gatling.data.writers.0", "file");
    }
    GatlingConfiguration configuration = GatlingConfiguration.load();
    GatlingArgs arguments = arguments(simulation, results, report);
    RunResult result;
    ActorSystem system = new ActorSystem();
    EventLoopGroup eventLoops =
        Transports.newEventLoopGroup(
            configuration.netty().useNativeTransport(),
            configuration.netty().useIoUring(),
            0,
            "gatling");
    try {
      Runner runner = new Silent(system, eventLoops, arguments, configuration);
      result = scala.Console.withOut(OutputStream.nullOutputStream(), runner::run);
    } finally {
      system.close();
      eventLoops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
    if (report) {
      new RunResultProcessor(arguments, configuration).processRunResult(result);
    }
  }

  /**
   * Whether Gatling's own report is on the class path, as the profile {@code gatling-report} has
   * it.
   */
  private static boolean canReport() {
    return GatlingEngine.class.getResource(
            "/META-INF/services/io.gatling.charts.component.ComponentLibrary")
        != null;
  }

  private static GatlingArgs arguments(
      Class<? extends Simulation> simulation, Path results, boolean report) {
    return new GatlingArgs(
        Option.apply(simulation.getName()),
        Option.empty(),
        !report,
        Option.empty(),
        Option.apply(results),
        Option.empty(),
        Option.empty());
  }

  private static final class Silent extends Runner {
    Silent(
        ActorSystem system,
        EventLoopGroup eventLoops,
        GatlingArgs arguments,
        GatlingConfiguration configuration) {
      super(system, eventLoops, new DefaultClock(), arguments, configuration);
    }

    @Override
    public void displayVersionWarning() {
      // makes no request
    }
  }
}
