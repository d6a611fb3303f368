package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One event loop at a time changes what is known of a client's poll. */
class PollBindingTest {
  private static final UUID CLIENT = new UUID(1, 2);
  private static final long LIMIT = 10;

  private final PollBinding binding = new PollBinding();
  private final Transport transport = new Transport();

  /** Stands where netty-socketio's polling transport does, and is slow when told to be. */
  @Sharable
  private static final class Transport extends ChannelInboundHandlerAdapter {
    private final AtomicInteger bound = new AtomicInteger();
    private final AtomicInteger released = new AtomicInteger();
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final CountDownLatch isHere = new CountDownLatch(1);
    private volatile boolean slowToRelease;
    private volatile boolean listensLong;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      bound.incrementAndGet();
      if (listensLong) {
        PollBinding.bound(context.channel());
        pause();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (slowToRelease) {
        pause();
      }
      released.incrementAndGet();
    }

    private void pause() {
      isHere.countDown();
      try {
        if (!mayGoOn.await(LIMIT, TimeUnit.SECONDS)) {
          throw new AssertionError("the test did not let the transport go on within 10 s");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @AfterEach
  void letGo() {
    transport.mayGoOn.countDown();
  }

  private EmbeddedChannel channel() {
    return new EmbeddedChannel(binding, transport);
  }

  private static FullHttpRequest poll(HttpMethod method) {
    return new DefaultFullHttpRequest(
        HttpVersion.HTTP_1_1, method, "/socket.io/?EIO=4&transport=polling&sid=" + CLIENT);
  }

  private static Thread run(Runnable task) {
    Thread thread = new Thread(task, "event loop");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void awaitTransport() throws InterruptedException {
    assertThat(transport.isHere.await(LIMIT, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void bindsTheNextPollAfterTheLastOneHasBeenForgotten() throws InterruptedException {
    EmbeddedChannel last = channel();
    EmbeddedChannel next = channel();
    last.writeInbound(poll(HttpMethod.GET));
    transport.slowToRelease = true;
    run(last::close);
    awaitTransport();

    Thread polling = run(() -> next.writeInbound(poll(HttpMethod.GET)));
    await().until(() -> polling.getState() == Thread.State.WAITING || transport.bound.get() > 1);
    assertThat(transport.bound).hasValue(1);

    transport.mayGoOn.countDown();
    await().until(() -> transport.bound.get() == 2);
    assertThat(transport.released).hasValue(1);
  }

  @Test
  void holdsNobodyUpWhileListenersRun() throws InterruptedException {
    EmbeddedChannel last = channel();
    EmbeddedChannel next = channel();
    last.writeInbound(poll(HttpMethod.GET));
    transport.listensLong = true;
    Thread polling = run(() -> next.writeInbound(poll(HttpMethod.GET)));
    awaitTransport();

    run(last::close);

    await().until(() -> transport.released.get() == 1);
    assertThat(polling.isAlive()).isTrue();
  }

  @Test
  void letsOtherRequestsAndOtherConnectionsPass() throws InterruptedException {
    EmbeddedChannel last = channel();
    last.writeInbound(poll(HttpMethod.GET));
    transport.slowToRelease = true;
    run(last::close);
    awaitTransport();

    EmbeddedChannel other = channel();
    Thread posting = run(() -> other.writeInbound(poll(HttpMethod.POST)));

    await().until(() -> !posting.isAlive());
    assertThat(transport.bound).hasValue(2);
  }
}
