package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.SocketIOServer;
import io.netty.util.HashedWheelTimer;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.socketionats.engine.EngineServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that has been stopped leaves no timer behind, for which Netty would log an error. */
class TimersTest {
  private static final String OURS = "ours";
  private static final String REPLACED = "replaced";

  @TempDir Path folder;

  /** Collects what Netty reports: it asks for a detector once, so this needs a JVM of its own. */
  private static final class Reports extends ResourceLeakDetectorFactory {
    private final List<String> leaks = new CopyOnWriteArrayList<>();

    @Override
    @SuppressWarnings("deprecation") // the method that Netty asks to override is deprecated as well
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
        Class<T> resource, int samplingInterval, long maxActive) {
      return new ResourceLeakDetector<>(resource, samplingInterval) {
        @Override
        protected boolean needReport() {
          return true;
        }

        @Override
        protected void reportTracedLeak(String type, String records) {
          leaks.add(type + records);
        }
      };
    }

    boolean tellOf(String method) {
      return leaks.stream()
          .anyMatch(leak -> leak.contains("HashedWheelTimer") && leak.contains(method));
    }
  }

  /** Starts and stops a server, leaks a timer, and ends when that has been reported. */
  static final class Program {
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(30);

    private Program() {}

    public static void main(String[] arguments) {
      Reports reports = new Reports();
      ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(reports);
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
      serve(arguments[0].equals(OURS));
      leak();
      long start = System.nanoTime();
      while (!reports.tellOf("Program.leak(") && System.nanoTime() - start < LIMIT) {
        System.gc();
        new HashedWheelTimer().stop(); // reports what the collector has found
      }
      System.out.println(
          "leak of the program: %s, leak of the server: %s"
              .formatted(reports.tellOf("Program.leak("), reports.tellOf("SocketIOServer.<init>")));
      System.exit(0);
    }

    private static void serve(boolean ours) {
      Configuration configuration = new Configuration();
      configuration.setHostname("127.0.0.1");
      configuration.setPort(0);
      SocketIOServer server;
      if (ours) {
        server = new EngineServer(configuration);
      } else {
        server = new SocketIOServer(configuration);
        server.setPipelineFactory(new SocketIOChannelInitializer());
      }
      server.start();
      server.stop();
    }

    /** Younger than the server, so what the server leaks has been found when this has. */
    private static void leak() {
      new HashedWheelTimer();
    }
  }

  private Process start(String server) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            Program.class.getName(),
            server)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(server).toFile())
        .start();
  }

  private String output(Process process, String server) throws IOException, InterruptedException {
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended within 60 s").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(folder.resolve(server), StandardCharsets.UTF_8);
  }

  @Test
  void leavesNoTimerBehind() throws IOException, InterruptedException {
    Process ours = start(OURS);
    Process replaced = start(REPLACED); // shows that a timer that is left is seen

    assertThat(output(ours, OURS))
        .isEqualTo("leak of the program: true, leak of the server: false\n");
    assertThat(output(replaced, REPLACED))
        .isEqualTo("leak of the program: true, leak of the server: true\n");
  }
}
