package io.socketionats.conformance.judge.scenario;

import io.socketionats.conformance.launch.node.Node;
import java.time.Duration;

/**
 * How long one sentinel took.
 *
 * @param node the node whose client received it
 * @param took from its publication until it was in the client's inbox
 */
public record FenceTime(Node node, Duration took) {}
