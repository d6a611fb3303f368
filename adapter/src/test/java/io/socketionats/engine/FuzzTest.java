package io.socketionats.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.ExceptionListenerAdapter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Packets, payloads and requests that nobody would send. Nothing may throw but what says that a
 * packet is invalid, reach a listener, hang or leak, and the server must serve the next client.
 *
 * <p>A seed is random, is printed, and makes the same again: {@code -Dfuzz.seed=N}. {@code
 * -Dfuzz.seconds=N} says how long for each test (3 in the build, 300 in the profile nightly).
 */
class FuzzTest {
  private static final long SEED = Long.getLong("fuzz.seed", new Random().nextLong());
  private static final Duration BUDGET = Duration.ofSeconds(Long.getLong("fuzz.seconds", 3));

  /** So many on a busy machine too, where they take longer. */
  private static final int MIN_INPUTS = 1_000;

  private static final int MIN_SESSIONS = 20;

  private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

  /** What inputs are made of: mostly what means something in some place. */
  private static final List<String> PARTS =
      List.of(
          "0",
          "1",
          "2",
          "3",
          "4",
          "40",
          "41",
          "42",
          "43",
          "44",
          "45",
          "451-",
          "452-",
          "46",
          "5",
          "6",
          "b",
          "b4",
          "b4AQI=",
          "bAAEC",
          "\u001e",
          ":",
          "1:",
          "2:4",
          "6:4hello",
          "-",
          ",",
          "/",
          "/chat",
          "/chat,",
          "/chat?a=b,",
          "?",
          "[",
          "]",
          "{",
          "}",
          "\"",
          "\\",
          "\\u0000",
          "[\"m\"]",
          "[\"m\",",
          "{\"_placeholder\":true,\"num\":0}",
          "{\"_placeholder\":true,\"num\":9}",
          "{\"token\":\"x\"}",
          "null",
          "1e999",
          "-1",
          "999999999999999999999",
          "[[[[[[",
          "probe",
          "\u0000",
          "ÿ",
          "é",
          "😀",
          "\ud800",
          "{\"a\":{\"b\":[",
          "message",
          "disconnect",
          " ",
          "\n");

  @BeforeAll
  static void watchForLeaks() {
    System.out.println("fuzz.seed=" + SEED);
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(
        new ResourceLeakDetectorFactory() {
          @Override
          @SuppressWarnings("deprecation") // the method that Netty asks to override is as well
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int samplingInterval, long maxActive) {
            return new ResourceLeakDetector<>(resource, samplingInterval) {
              @Override
              protected boolean needReport() {
                return true;
              }

              @Override
              protected void reportTracedLeak(String type, String records) {
                LEAKS.add(type + records);
              }

              @Override
              protected void reportUntracedLeak(String type) {
                LEAKS.add(type);
              }
            };
          }
        });
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int parts = 1 + random.nextInt(8);
    for (int i = 0; i < parts; i++) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return text.toString();
  }

  private static byte[] bytes(Random random) {
    if (random.nextInt(3) > 0) {
      return text(random).getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length; i++) {
      if (random.nextBoolean()) {
        bytes[i] = (byte) (random.nextBoolean() ? random.nextInt(10) : 255);
      }
    }
    return bytes;
  }

  private interface Reader {
    void read(ByteBuf input) throws InvalidPacket;
  }

  @Test
  void readersThrowNothingButWhatTheySay() {
    Random random = new Random(SEED);
    PacketSink all = (type, binary, data) -> true;
    List<Reader> readers =
        List.of(
            input -> Payload4.decode(input, all),
            input -> Payload3.decodeText(input, all),
            input -> Payload3.decodeBytes(input, all),
            input -> Payload3.bytes(input, all),
            FuzzTest::readPacket);
    long end = System.nanoTime() + BUDGET.toNanos();
    long inputs = 0;
    while (inputs < MIN_INPUTS || System.nanoTime() < end) {
      byte[] input = bytes(random);
      for (Reader reader : readers) {
        try {
          reader.read(Unpooled.wrappedBuffer(input));
        } catch (InvalidPacket e) {
          assertThat(e).hasMessageMatching("[a-z0-9 /,.].+");
        }
      }
      inputs++;
    }
  }

  private static void readPacket(ByteBuf input) throws InvalidPacket {
    PacketHeader header = PacketHeader.read(input);
    String json = input.toString(StandardCharsets.UTF_8);
    if (!json.isEmpty()) {
      List<PacketJson.Placeholder> found = PacketJson.check(header, json);
      List<byte[]> attachments = new ArrayList<>();
      for (int i = 0; i < Math.min(header.attachments(), 10); i++) {
        attachments.add(new byte[i]);
      }
      if (header.attachments() <= 10) {
        new Attachments(found, attachments).inBase64(json);
      }
    }
  }

  private TestServer server(List<String> failures, List<String> heard) {
    TestServer server =
        TestServer.make(
            EngineOptions.defaults().maxPayload(10_000),
            configuration ->
                configuration.setExceptionListener(
                    new ExceptionListenerAdapter() {
                      @Override
                      public boolean exceptionCaught(ChannelHandlerContext ctx, Throwable e) {
                        failures.add(String.valueOf(e));
                        return true;
                      }

                      @Override
                      public void onAuthException(Throwable e, SocketIOClient client) {
                        failures.add(String.valueOf(e));
                      }
                    }));
    server.addNamespace("/chat");
    server.addMultiTypeEventListener(
        "m",
        (client, arguments, ack) -> {
          if (client.getNamespace().getClient(client.getSessionId()) == null) {
            heard.add("an event of somebody who is not in");
          }
          client.sendEvent("m", arguments.getArgs().toArray());
        },
        Object.class,
        Object.class);
    return server.started();
  }

  @Test
  void theServerLivesThroughSessionsOfNonsense() throws Exception {
    Random seeds = new Random(SEED);
    List<String> failures = new CopyOnWriteArrayList<>();
    List<String> heard = new CopyOnWriteArrayList<>();
    long end = System.nanoTime() + BUDGET.toNanos();
    try (TestServer server = server(failures, heard)) {
      int sessions = 0;
      while (sessions < MIN_SESSIONS || System.nanoTime() < end) {
        // of its own: how much of it a session uses depends on when the server closes it
        Random random = new Random(seeds.nextLong());
        int version = 3 + random.nextInt(2);
        switch (random.nextInt(3)) {
          case 0 -> overWebSocket(server, version, random);
          case 1 -> byPolling(server, version, random);
          default -> byRequests(server, random);
        }
        sessions++;
      }
      assertThat(failures).as("seed %d", SEED).isEmpty();
      assertThat(heard).as("seed %d", SEED).isEmpty();
      for (int i = 0; i < 3; i++) {
        System.gc(); // by which the detector finds out, and tells at the next allocation
        serves(server);
      }
    }
    assertThat(LEAKS).as("seed %d", SEED).isEmpty();
    assertThatALeakIsFound();
  }

  private static void assertThatALeakIsFound() throws InterruptedException {
    long end = System.nanoTime() + 2 * RawHttp.LIMIT.toNanos();
    while (LEAKS.isEmpty() && System.nanoTime() < end) {
      for (int i = 0; i < 100; i++) {
        UnpooledByteBufAllocator.DEFAULT.directBuffer(1).touch();
      }
      System.gc();
      Thread.sleep(20); // the collector tells on a thread of its own
    }
    assertThat(LEAKS).as("leaks of this test itself").isNotEmpty();
  }

  private static void overWebSocket(TestServer server, int version, Random random)
      throws Exception {
    try (RawSocket socket = server.socket(version)) {
      if (random.nextBoolean()) {
        socket.send("40");
      }
      for (int i = 0; i < 5 && !socket.isClosed(); i++) {
        try {
          if (random.nextInt(4) == 0) {
            socket.sendHex(java.util.HexFormat.of().formatHex(bytes(random)));
          } else {
            socket.send(random.nextBoolean() ? "42[\"m\"," + text(random) + "]" : text(random));
          }
        } catch (RuntimeException e) {
          return; // the server has closed it, or the client's own library refuses such text
        }
      }
    }
  }

  private static void byPolling(TestServer server, int version, Random random) throws Exception {
    RawHttp http = server.http(version);
    String sid = http.open();
    for (int i = 0; i < 4; i++) {
      byte[] body = bytes(random);
      RawHttp.CLIENT.send(
          http.request("&transport=polling&sid=" + sid)
              .header(
                  "content-type",
                  random.nextInt(4) == 0 ? "application/octet-stream" : "text/plain")
              .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(body))
              .build(),
          java.net.http.HttpResponse.BodyHandlers.discarding());
    }
    http.post(sid, version == 4 ? "1" : "1:1");
  }

  private static void byRequests(TestServer server, Random random) throws IOException {
    List<String> lines =
        List.of(
            "GET /socket.io/?EIO=4&transport=polling HTTP/1.1",
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            "POST /socket.io/?EIO=4&transport=polling&sid=x HTTP/1.1",
            "GET /socket.io/?EIO=%zz HTTP/1.1",
            "PUT / HTTP/1.0",
            "nonsense",
            "Host: a",
            "Upgrade: websocket",
            "Connection: upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Version: 99",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "Content-Length: 3",
            "Content-Length: -3",
            "Transfer-Encoding: chunked",
            "Expect: 100-continue",
            "",
            text(random));
    try (Socket connection = new Socket("127.0.0.1", server.port())) {
      OutputStream out = connection.getOutputStream();
      for (int i = 0; i < 8; i++) {
        String line =
            i == 0 && random.nextBoolean() ? lines.get(1) : lines.get(random.nextInt(lines.size()));
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      }
      out.write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // The server need not read to the end of it.
    }
  }

  private static void serves(TestServer server) throws Exception {
    try (RawSocket socket = server.socket(4)) {
      assertThat(socket.send("40").next()).startsWith("40{");
      assertThat(socket.send("42[\"m\",1]").next()).isEqualTo("42[\"m\",1]");
    }
  }
}
