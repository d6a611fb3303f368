package io.socketionats.conformance.run;

import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.runtime.Launcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The live clusters that mutants share: at most as many of each kind as are used at once. Safe for
 * use by many threads.
 */
public final class MutantClusters implements AutoCloseable {
  private final Launcher launcher;
  private final Broker broker;
  private final Path folder;
  private final Map<MutantCluster.Kind, Deque<MutantCluster>> idle = new HashMap<>();
  private int made;

  /**
   * @param broker for everything but drills, which have brokers of their own
   * @param folder for logs
   */
  public MutantClusters(Launcher launcher, Broker broker, Path folder) {
    this.launcher = launcher;
    this.broker = broker;
    this.folder = folder;
  }

  /**
   * Judges a mutant beside a sane implementation.
   *
   * @param mutant its name, which the program is told
   * @param broken the program of the mutant
   * @param requirements that all need the same number of servers
   */
  public List<Result> judge(
      String mutant, Implementation broken, Implementation sane, List<Requirement> requirements) {
    MutantCluster.Kind kind = new MutantCluster.Kind(broken, sane, requirements.get(0).servers());
    MutantCluster cluster = take(kind);
    try {
      List<Result> results = cluster.judge(mutant, broker, requirements);
      if (cluster.isWhole()) {
        giveBack(kind, cluster);
      } else {
        cluster.close();
      }
      return results;
    } catch (RuntimeException e) {
      cluster.close(); // nobody knows what state it is in
      throw e;
    }
  }

  private synchronized MutantCluster take(MutantCluster.Kind kind) {
    MutantCluster cluster = idle.computeIfAbsent(kind, any -> new ArrayDeque<>()).poll();
    return cluster != null
        ? cluster
        : new MutantCluster(launcher, kind, newFolder("mutants-" + ++made));
  }

  private synchronized void giveBack(MutantCluster.Kind kind, MutantCluster cluster) {
    idle.get(kind).push(cluster);
  }

  private Path newFolder(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    idle.values().forEach(clusters -> clusters.forEach(MutantCluster::close));
  }
}
