package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.fault;

import io.socketionats.conformance.judge.scenario.Drill;
import java.time.Duration;
import java.util.List;

/**
 * E: the environment fails and comes back. The contract is that of {@link Drill}; each requirement
 * says what fails.
 */
final class FaultSection {
  private static final Duration LENGTH = Duration.ofSeconds(1);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final int LATE_MS = 50;
  private static final int SERVERS = 3;
  private static final String CONTRACT = "faults.md, The contract";

  private FaultSection() {}

  /** Those that leave the nodes where they are come before those that move them. */
  static List<Requirement> requirements() {
    return List.of(
        fault("E19", "nats-split")
            .states(
                "When a NATS cluster is split the nodes of each side hear each other, and all do when it is whole again.")
            .from(CONTRACT)
            .onServers(SERVERS)
            .drill(drill -> drill.splitBroker(LENGTH)),
        fault("E07", "nats-server-lost")
            .states(
                "When a server of a NATS cluster is lost its nodes go to another by themselves, with all subscriptions.")
            .from(CONTRACT)
            .onServers(SERVERS)
            .drill(Drill::loseServer),
        fault("E12", "slow-way")
            .states(
                "Nodes whose route to NATS takes 50 ms longer lose, repeat and reorder nothing.")
            .from(CONTRACT)
            .drill(drill -> drill.slowNodes(LATE_MS)),
        fault("E13", "node-cut-off")
            .states(
                "A node that is cut off from NATS serves its own clients, and is in the cluster again when the route is mended.")
            .from(CONTRACT)
            .drill(drill -> drill.cutNodesOff(LENGTH)),
        fault("E14", "node-refused")
            .states(
                "A node whose connection is reset, and refused for a while, serves its own clients and comes back by itself.")
            .from(CONTRACT)
            .drill(drill -> drill.refuseNodes(LENGTH)),
        fault("E15", "node-paused")
            .states(
                "A node that was paused disturbs nobody, and is in the cluster again when it goes on.")
            .from(CONTRACT)
            .drill(drill -> drill.pauseNodes(LENGTH)),
        fault("E16", "nats-paused")
            .states(
                "While NATS is paused nodes serve their own clients; afterwards all nodes hear each other again.")
            .from(CONTRACT)
            .drill(drill -> drill.pauseBroker(LENGTH)),
        fault("E17", "nats-restarted")
            .states(
                "When NATS is restarted nodes serve their own clients, and all subscriptions come back by themselves.")
            .from(CONTRACT)
            .drill(drill -> drill.stopBroker(LENGTH)),
        fault("E18", "nats-killed")
            .states(
                "When NATS is killed and started again nodes serve their own clients, and all subscriptions come back by themselves.")
            .from(CONTRACT)
            .drill(drill -> drill.killBroker(LENGTH)),
        fault("E20", "node-killed")
            .states(
                "A node that was killed and started again at its address takes its clients back as strangers, and disturbs nobody.")
            .from(CONTRACT)
            .drill(drill -> drill.killNodes(LENGTH)),
        fault("E21", "joined-while-away")
            .states(
                "A client that connects or joins a room while its node is without NATS hears its own node at once, and the others when NATS is back.")
            .from(CONTRACT)
            .drill(drill -> drill.joinMeanwhile(SHORT)),
        fault("E22", "left-while-away")
            .states(
                "A client that leaves a room or disconnects while its node is without NATS hears nothing more, the other members do, and its node keeps no subscription for it.")
            .from(CONTRACT)
            .drill(drill -> drill.leaveMeanwhile(SHORT)));
  }
}
