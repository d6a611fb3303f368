package io.socketionats.conformance.run;

import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.node.Node;

/**
 * Faults that do nothing: what a harness has that asks for a fault and does not get it.
 *
 * @param real where the broker and the routes are, and who tells what runs
 * @param first the server that nodes are started at which are meant for the first
 */
record HarmlessFaults(Faults real, int first) implements Faults {
  @Override
  public Broker broker() {
    return real.broker();
  }

  @Override
  public String serversFor(String node, int server) {
    return real.serversFor(node, server == 0 ? first : server);
  }

  @Override
  public String serverFor(int server) {
    return real.serverFor(server);
  }

  @Override
  public State stateOf(Node node) {
    return State.RUNNING;
  }

  @Override
  public State stateOfBroker() {
    return real.stateOfBroker();
  }

  @Override
  public void cut(Node node) {}

  @Override
  public void refuse(Node node) {}

  @Override
  public void slow(Node node, int millis) {}

  @Override
  public void mend(Node node) {}

  @Override
  public void pause(Node node) {}

  @Override
  public void resume(Node node) {}

  @Override
  public void pauseBroker() {}

  @Override
  public void resumeBroker() {}

  @Override
  public void stopBroker() {}

  @Override
  public void killBroker() {}

  @Override
  public void startBroker() {}

  @Override
  public void split() {}

  @Override
  public void unite() {}

  @Override
  public void close() {
    real.close();
  }
}
