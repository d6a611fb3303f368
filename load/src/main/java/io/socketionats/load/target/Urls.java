package io.socketionats.load.target;

import io.socketionats.conformance.UsageException;
import io.socketionats.load.result.Cluster;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Socket.IO servers that somebody else runs, known by nothing but their addresses. */
public final class Urls implements Target {
  private final List<Seat> seats;

  private Urls(List<Seat> seats) {
    this.seats = seats;
  }

  /**
   * @param addresses {@code http://host:port} each
   * @throws UsageException when one is no such address
   */
  public static Urls of(List<String> addresses) {
    List<Seat> seats = new ArrayList<>();
    for (String address : addresses) {
      seats.add(new Seat("node-" + (seats.size() + 1), "unknown", url(address), 0));
    }
    return new Urls(List.copyOf(seats));
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
  public Cluster description() {
    return new Cluster("urls", List.of("unknown"), seats.size(), 0, "", "urls");
  }

  @Override
  public List<Seat> seats() {
    return seats;
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
