package io.socketionats.adapter;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that do not keep a process alive in which all else has ended. */
final class DaemonThreads {
  private DaemonThreads() {}

  static Thread named(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  static ThreadFactory factory(String name) {
    AtomicInteger count = new AtomicInteger();
    return work -> named(name + "-" + count.incrementAndGet(), work);
  }

  /** As many as there is to do at once. */
  static ExecutorService pool(String name) {
    return Executors.newCachedThreadPool(factory(name));
  }

  /** One thread, which keeps the order and ends while there is nothing to do for 10 s. */
  static ExecutorService oneByOne(String name) {
    return new ThreadPoolExecutor(
        0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory(name));
  }

  /** One thread, which ends while nothing is due for 10 s. */
  static ScheduledThreadPoolExecutor timer(String name) {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, factory(name));
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }
}
