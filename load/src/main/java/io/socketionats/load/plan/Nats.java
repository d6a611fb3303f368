package io.socketionats.load.plan;

import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.NatsUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a publish costs NATS: it comes in once and goes out to each other node, so {@code n} nodes
 * make {@code n} messages of it, in and out together.
 *
 * @param bytesPerMessage bytes of one message, subject and frame
 * @param coreSecondsPerMessage processor seconds of one message
 * @param messagesPerServer the most messages per second that one server carried in a valid level
 * @param servers how many there were at most
 */
record Nats(
    double bytesPerMessage, double coreSecondsPerMessage, double messagesPerServer, int servers) {
  /** Empty when no level says what NATS used. */
  static Optional<Nats> of(List<JudgedCase> runs) {
    List<Double> bytes = new ArrayList<>();
    List<Double> cores = new ArrayList<>();
    double most = 0;
    int servers = 0;
    for (JudgedCase run : runs) {
      for (Level level : run.measured().valid()) {
        double messages = level.offer().offered() * run.nodes();
        if (level.use().nats().isEmpty() || messages == 0 || level.verdict() != LevelVerdict.PASS) {
          continue;
        }
        bytes.add(
            level.use().nats().stream().mapToDouble(NatsUse::bytesPerSecond).sum() / messages);
        cores.add(level.use().nats().stream().mapToDouble(NatsUse::cpuCores).sum() / messages);
        most = Math.max(most, messages / level.use().nats().size());
        servers = Math.max(servers, level.use().nats().size());
      }
    }
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(new Nats(Statistics.median(bytes), Statistics.median(cores), most, servers));
  }
}
