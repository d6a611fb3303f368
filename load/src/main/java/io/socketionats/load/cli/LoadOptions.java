package io.socketionats.load.cli;

import io.socketionats.conformance.dialect.DialectOption;
import io.socketionats.conformance.dialect.WireDialect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code load run}, as they were given. {@link RunRequest} checks them. */
final class LoadOptions {
  @Option(
      names = "--cluster",
      split = ",",
      paramLabel = "KIND",
      defaultValue = "mixed",
      description = "clusters to launch: node, java, mixed (default: mixed)")
  List<String> clusters;

  @Option(
      names = "--nodes",
      split = ",",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "number of nodes of each launched cluster, such as 1,2,4 (default: 2); mixed clusters leave out the 1 of a list")
  List<Integer> nodes;

  @Option(
      names = "--nats-servers",
      defaultValue = "1",
      description = "number of NATS servers of each launched cluster (default: 1)")
  int natsServers;

  @Option(
      names = "--dialect",
      paramLabel = "NAME",
      defaultValue = "socket.io-nats",
      converter = DialectOption.class,
      description = "dialect of launched nodes: socket.io-nats (default) or mickl")
  WireDialect dialect;

  @Option(
      names = "--runtime",
      paramLabel = "NAME",
      defaultValue = "processes",
      description = "where clusters are launched: processes (default), containers or auto")
  String runtime;

  @Option(
      names = "--remote",
      paramLabel = "FILE",
      description = "nodes that run elsewhere in load mode, see conformance/deploy/README.md")
  Path remote;

  @Option(
      names = "--url",
      split = ",",
      paramLabel = "URL",
      description = "Socket.IO servers in load mode of which only the addresses are known")
  List<String> urls = new ArrayList<>();

  @Option(
      names = "--simulation",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "rooms",
      description = "rooms (default), broadcast, chat, churn, connect, node-loss, nats-restart")
  List<String> simulations;

  @Option(names = "--connections", defaultValue = "500", description = "clients (default: 500)")
  int connections;

  @Option(
      names = "--room-size",
      split = ",",
      paramLabel = "N",
      defaultValue = "10",
      description = "members of a room of rooms and churn, such as 10,100 (default: 10)")
  List<Integer> roomSizes;

  @Option(names = "--payload", defaultValue = "128", description = "bytes (default: 128)")
  int payload;

  @Option(
      names = "--connects",
      paramLabel = "N",
      defaultValue = "200",
      description = "clients to connect per second (default: 200)")
  double connects;

  @Option(
      names = "--slo",
      defaultValue = "p99=100ms",
      description = "percentile and time, such as p99=100ms (the default)")
  String slo;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "limit of the whole run (default: 10)")
  double minutes;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "measures this many publishes per second instead of searching")
  Double rate;

  @Option(
      names = "--from",
      paramLabel = "N",
      defaultValue = "100",
      description = "publishes per second that the search begins with (default: 100)")
  double from;

  @Option(
      names = "--repetitions",
      defaultValue = "3",
      description = "repetitions of each level; the majority decides (default: 3)")
  int repetitions;

  @Option(
      names = "--seconds",
      description = "seconds of each level (default: a sixtieth of the time of a case, 2 to 30)")
  Double seconds;

  @Option(
      names = "--warm-up",
      description =
          "limit of the warm-up, seconds; a search ends it as soon as latencies stop falling (default: a third of the time of a case, or half a level with --rate)")
  Double warmUp;

  @Option(
      names = "--hold",
      description =
          "seconds of each hold that confirms the result, 0 = no hold (default: a ninth of the time of a case, 4 to 600)")
  Double hold;

  @Option(
      names = "--other-cores",
      defaultValue = "0.1",
      description = "processors that other programs may use before a level is void (default: 0.1)")
  double otherCores;

  @Option(
      names = "--cpus",
      paramLabel = "CLUSTER/GENERATOR",
      description =
          "processors of the launched cluster and of the generator, such as 0/1 (default: all for both)")
  String cpus;

  @Option(
      names = "--injectors",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "generator processes on this machine, which share clients and rate (default: 1)")
  int injectors;

  @Option(
      names = "--injector",
      paramLabel = "I/N",
      description = "makes this run injector I (from 0) of N on separate machines; see load merge")
  String injector;

  @Option(
      names = "--start-at",
      paramLabel = "TIME",
      description = "common start of all injectors, such as 2030-01-31T12:00:00Z")
  String startAt;

  @Option(
      names = "--name",
      defaultValue = "run",
      description = "name of the measurement's folder (default: run)")
  String name;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "where results go (default: load/measurements/<date>-<name>)")
  Path out;

  /** Whether the nodes run already, started by somebody else. */
  boolean areNodesElsewhere() {
    return !urls.isEmpty() || remote != null;
  }
}
