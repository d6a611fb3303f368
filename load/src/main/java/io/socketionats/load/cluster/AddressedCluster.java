package io.socketionats.load.cluster;

import io.socketionats.conformance.UsageException;
import io.socketionats.load.result.TestedCluster;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Socket.IO servers that somebody else runs, known by nothing but their addresses. */
public final class AddressedCluster implements ClusterUnderLoad {
  private final List<NodeUnderLoad> nodes;

  private AddressedCluster(List<NodeUnderLoad> nodes) {
    this.nodes = nodes;
  }

  /**
   * @param addresses {@code http://host:port} each
   * @throws UsageException when one is no such address
   */
  public static AddressedCluster of(List<String> addresses) {
    List<NodeUnderLoad> nodes = new ArrayList<>();
    for (String address : addresses) {
      nodes.add(new NodeUnderLoad("node-" + (nodes.size() + 1), "unknown", url(address), 0));
    }
    return new AddressedCluster(List.copyOf(nodes));
  }

  private static URI url(String address) {
    try {
      URI url = new URI(address);
      boolean bare = url.getPath() == null || url.getPath().isEmpty() || url.getPath().equals("/");
      if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null
          && bare) {
        return new URI(url.getScheme(), null, url.getHost(), url.getPort(), null, null, null);
      }
    } catch (URISyntaxException e) {
      // refused below
    }
    throw new UsageException(
        "--url takes addresses like http://host:port, separated by commas; got '%s'"
            .formatted(address));
  }

  @Override
  public TestedCluster description() {
    return new TestedCluster("urls", List.of("unknown"), nodes.size(), 0, "", "urls");
  }

  @Override
  public List<NodeUnderLoad> nodes() {
    return nodes;
  }

  @Override
  public List<Long> natsPids() {
    return List.of();
  }

  @Override
  public long natsBytes() {
    return 0;
  }

  @Override
  public String natsVersion() {
    return "";
  }

  @Override
  public void close() {
    // nothing of it is ours
  }
}
