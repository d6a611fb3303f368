package io.socketionats.load.simulation;

import io.gatling.app.Runner;
import io.gatling.commons.util.DefaultClock;
import io.gatling.core.actor.ActorSystem;
import io.gatling.core.cli.GatlingArgs;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.javaapi.core.Simulation;
import io.gatling.netty.util.Transports;
import io.netty.channel.EventLoopGroup;
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
    GatlingConfiguration configuration = GatlingConfiguration.load();
    ActorSystem system = new ActorSystem();
    EventLoopGroup eventLoops =
        Transports.newEventLoopGroup(
            configuration.netty().useNativeTransport(),
            configuration.netty().useIoUring(),
            0,
            "gatling");
    try {
      new Silent(system, eventLoops, arguments(simulation, results), configuration).run();
    } finally {
      system.close();
      eventLoops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  private static GatlingArgs arguments(Class<? extends Simulation> simulation, Path results) {
    return new GatlingArgs(
        Option.apply(simulation.getName()),
        Option.empty(),
        true,
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
      // nobody is asked
    }
  }
}
