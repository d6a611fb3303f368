package io.socketionats.conformance.launch.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementations;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentTest {
  private static final List<Implementation> KNOWN =
      Implementations.in(Checkout.root().resolve("conformance/implementations"));
  private static final String NATS =
      "'nats':{'url':'nats://127.0.0.1:4222','monitoring':'http://127.0.0.1:8222'}";
  private static final String JAVA = node("java", "127.0.0.1:7001");

  @TempDir Path folder;

  private static String node(String implementation, String control) {
    return "{'implementation':'%s','control':'%s','url':'http://127.0.0.1:3001'}"
        .formatted(implementation, control);
  }

  private static String file(String... nodes) {
    return "{%s,'nodes':[%s]}".formatted(NATS, String.join(",", nodes));
  }

  private Path path() {
    return folder.resolve("nodes.json");
  }

  private Deployment read(String text) {
    try {
      return Deployment.read(Files.writeString(path(), text.replace('\'', '"')), KNOWN);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertRefused(String text, String sentence) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> read(text))
        .withMessage("--nodes '%s'%s", path(), sentence);
  }

  private static List<Implementation> selected(String... ids) {
    return Implementations.select(KNOWN, List.of(ids));
  }

  @Test
  void countsNodesInTheOrderOfTheFile() {
    Deployment deployment =
        read(file(JAVA, node("node-sio4", "127.0.0.1:7002"), node("java", "[::1]:7003")));
    Implementation java = selected("java").get(0);

    assertThat(deployment.implementations()).containsExactly("java", "node-sio4");
    assertThat(deployment.nats()).containsExactly(URI.create("nats://127.0.0.1:4222"));
    assertThat(deployment.monitoring()).containsExactly(URI.create("http://127.0.0.1:8222"));
    assertThat(deployment.member("java-1", java).orElseThrow().address())
        .isEqualTo("127.0.0.1:7001");
    assertThat(deployment.member("java-2", java).orElseThrow().address()).isEqualTo("[::1]:7003");
    assertThat(deployment.member("java-3", java)).isEmpty();
    assertThat(deployment.nodesEach(selected("java"))).isEqualTo(2);
    assertThat(deployment.nodesEach(selected("java", "node-sio4"))).isEqualTo(1);
  }

  @Test
  void takesTheAddressesOfEachServerOfACluster() {
    Deployment deployment =
        read(
            file(JAVA)
                .replace("'nats://127.0.0.1:4222'", "['nats://127.0.0.1:4222','nats://b:4223']")
                .replace("'http://127.0.0.1:8222'", "['http://127.0.0.1:8222','http://b:8223']"));

    assertThat(deployment.nats())
        .containsExactly(URI.create("nats://127.0.0.1:4222"), URI.create("nats://b:4223"));
    assertThat(deployment.monitoring())
        .containsExactly(URI.create("http://127.0.0.1:8222"), URI.create("http://b:8223"));
  }

  @Test
  void takesTheExample() {
    Path example = Checkout.root().resolve("conformance/deploy/nodes.example.json");

    assertThat(Deployment.read(example, KNOWN).nodesEach(selected("java", "node-sio4")))
        .isEqualTo(2);
  }

  @Test
  void needsAFile() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Deployment.read(folder.resolve("none"), KNOWN))
        .withMessage(
            "--nodes '%s' is no file; it takes a JSON file, see conformance/deploy/README.md",
            folder.resolve("none"));
  }

  @Test
  void needsJson() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> read("{'nats':"))
        .withMessageStartingWith("--nodes '" + path() + "' is not JSON: Unexpected end-of-input");
  }

  @Test
  void needsEachField() {
    String monitoring =
        ": nats.monitoring is missing; it must be http://host:port, or a list of these, one for each NATS server: requirements about subscriptions need it";
    assertRefused(
        "{}",
        ": nats.url is missing; it must be nats://host:port, or a list of these, one for each NATS server that a node is connected to");
    assertRefused("{'nats':{'url':'nats://a:1'}}", monitoring);
    assertRefused("{" + NATS + "}", ": nodes is missing; it must be a list of one node or more");
    assertRefused(
        file("{}"),
        ": nodes[0].implementation is missing; it must be one of java, java-plain, node-sio4, java-mickl, node-mickl");
    assertRefused(
        file(JAVA, "{'implementation':'java'}"),
        ": nodes[1].control is missing; it must be host:port");
    assertRefused(
        file(JAVA, "{'implementation':'java','control':'a:1'}"),
        ": nodes[1].url is missing; it must be http://host:port");
  }

  @Test
  void saysWhichValueBreaksARule() {
    assertRefused(file(), ": nodes must be a list of one node or more; got []");
    assertRefused(
        file(node("rust", "a:1")),
        ": nodes[0].implementation must be one of java, java-plain, node-sio4, java-mickl, node-mickl; got \"rust\"");
    assertRefused(file(node("java", "7001")), ": nodes[0].control must be host:port; got \"7001\"");
    assertRefused(
        file(node("java", "a:70000")), ": nodes[0].control must be host:port; got \"a:70000\"");
    assertRefused(
        file(JAVA.replace("http:", "ws:")),
        ": nodes[0].url must be http://host:port; got \"ws://127.0.0.1:3001\"");
    assertRefused(
        file(JAVA).replace("nats://", "nats://me:secret@"),
        ": nats.url must be nats://host:port, or a list of these, one for each NATS server that a node is connected to; got \"nats://me:secret@127.0.0.1:4222\"");
    assertRefused(
        file(JAVA).replace("'http://127.0.0.1:8222'", "['http://a:1',8222]"),
        ": nats.monitoring[1] must be http://host:port; got 8222");
  }

  @Test
  void refusesTwoNodesAtOneAddress() {
    assertRefused(
        file(JAVA, JAVA),
        ": nodes[1].control is '127.0.0.1:7001', which is that of nodes[0]; each node has an address of its own");
  }

  @Test
  void needsANodeOfEachImplementationThatIsSelected() {
    Deployment deployment = read(file(JAVA));

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> deployment.nodesEach(selected("java", "node-mickl")))
        .withMessage("--nodes '%s' has no node of node-mickl; it has nodes of java", path());
  }
}
