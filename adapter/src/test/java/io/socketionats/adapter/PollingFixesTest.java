package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.JacksonJsonSupport;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketEncoder;
import com.corundumstudio.socketio.protocol.PacketType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients that poll get everything, and in order. */
class PollingFixesTest {
  private static final int LIMIT = 50;
  private static final int EVENTS = 2000;

  private static Queue<Packet> packets(int count) {
    Queue<Packet> queue = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      Packet packet = new Packet(PacketType.PONG, EngineIOVersion.V4);
      packet.setData("p" + i);
      queue.add(packet);
    }
    return queue;
  }

  private static int leftBy(PacketEncoder encoder, int waiting) throws IOException {
    Queue<Packet> queue = packets(waiting);
    ByteBuf out = Unpooled.buffer();
    encoder.encodePackets(queue, out, ByteBufAllocator.DEFAULT, LIMIT);
    return queue.size();
  }

  @Test
  void takesNoMoreFromTheQueueThanItEncodes() throws IOException {
    Configuration configuration = new Configuration();
    PacketEncoder mended = new PollingFixes.WholeBatches(configuration, new JacksonJsonSupport());
    assertThat(leftBy(mended, 10)).isZero();
    assertThat(leftBy(mended, LIMIT)).isZero();
    assertThat(leftBy(mended, 120)).isEqualTo(120 - LIMIT);
  }

  /** When this fails, netty-socketio has been mended, and the batches here are of no use. */
  @Test
  void isStillNeeded() throws IOException {
    PacketEncoder itsOwn = new PacketEncoder(new Configuration(), new JacksonJsonSupport());
    assertThat(leftBy(itsOwn, 120)).isEqualTo(120 - LIMIT - 1);
  }

  /** Notes that a connection has ended. */
  private static final class Ended extends ChannelInboundHandlerAdapter {
    private boolean ended;

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      ended = true;
      context.fireChannelInactive();
    }
  }

  @Test
  void doesNotTellThePollingTransportOfAnEnd() {
    Ended polling = new Ended();
    Ended next = new Ended();
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.pipeline().addLast(SocketIOChannelInitializer.XHR_POLLING_TRANSPORT, polling);
    channel.pipeline().addLast("next", next);
    PollingFixes.keepPolls(channel.pipeline());

    channel.close();

    assertThat(polling.ended).isFalse();
    assertThat(next.ended).isTrue();
  }

  @Test
  void deliversABurstToAClientThatPolls() throws IOException {
    Configuration configuration = new Configuration();
    configuration.setHostname("127.0.0.1");
    configuration.setPort(freePort());
    configuration.setBossThreads(1);
    configuration.setWorkerThreads(2);
    configuration.getSocketConfig().setReuseAddress(true);
    SocketIOServer server = new SocketIOServer(configuration);
    server.setPipelineFactory(new PollingFixes());
    server.start();
    try {
      Poller client = new Poller(configuration.getPort());
      client.open();

      for (int i = 0; i < EVENTS; i++) {
        server.getBroadcastOperations().sendEvent("tick", i);
      }

      assertThat(client.ticks(EVENTS)).isEqualTo(IntStream.range(0, EVENTS).boxed().toList());
    } finally {
      Thread stop = new Thread(server::stop, "stop"); // takes netty-socketio 4 s
      stop.setDaemon(true);
      stop.start();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** A client of Engine.IO 4 with long-polling. */
  private static final class Poller {
    private static final String SEPARATOR = "\u001e";
    private static final String TICK = "42[\"tick\",";

    private final String url;
    private String sid = "";

    Poller(int port) {
      url = "http://127.0.0.1:%d/socket.io/?EIO=4&transport=polling".formatted(port);
    }

    void open() throws IOException {
      String answer = poll().get(0);
      sid = "&sid=" + answer.replaceFirst(".*\"sid\":\"([^\"]+)\".*", "$1");
      post("40");
      assertThat(poll()).anyMatch(packet -> packet.startsWith("40"));
    }

    /** The numbers of so many ticks, in the order in which they come. */
    List<Integer> ticks(int count) throws IOException {
      List<Integer> ticks = new ArrayList<>();
      while (ticks.size() < count) {
        for (String packet : poll()) {
          if (packet.startsWith(TICK)) {
            ticks.add(Integer.valueOf(packet.substring(TICK.length(), packet.length() - 1)));
          } else if (packet.equals("2")) {
            return ticks; // a heartbeat comes after 25 s of nothing: the rest is lost
          }
        }
      }
      return ticks;
    }

    private List<String> poll() throws IOException {
      return List.of(request(null).split(SEPARATOR));
    }

    private void post(String packet) throws IOException {
      request(packet);
    }

    /** On a connection of its own, since the server closes each after its answer. */
    private String request(String body) throws IOException {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(url + sid).toURL().openConnection();
      connection.setRequestProperty("Connection", "close");
      if (body != null) {
        connection.setDoOutput(true);
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      }
      try (InputStream answer = connection.getInputStream()) {
        return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }
}
