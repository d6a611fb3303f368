package io.socketionats.adapter;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/**
 * Binds an adapter's counters to Micrometer, which is an optional dependency. The meters: {@code
 * socketio.nats.frames.in}, {@code .frames.out}, {@code .frames.dropped} (tag {@code cause}),
 * {@code .deliveries}, {@code .publish.failures} and the gauge {@code .subscriptions}; all have the
 * tag {@code key}.
 */
public final class AdapterMetrics implements MeterBinder {
  private static final String PREFIX = "socketio.nats.";

  private final NatsAdapter adapter;

  /**
   * Meters of one adapter.
   *
   * @param adapter the adapter; the registry refers to it weakly
   */
  public AdapterMetrics(NatsAdapter adapter) {
    this.adapter = adapter;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Tags tags = Tags.of("key", adapter.key());
    counter(registry, "frames.in", tags, AdapterCounters::framesIn);
    counter(registry, "frames.out", tags, AdapterCounters::framesOut);
    counter(registry, "deliveries", tags, AdapterCounters::deliveries);
    counter(registry, "publish.failures", tags, AdapterCounters::publishFailures);
    for (DropCause cause : DropCause.values()) {
      counter(
          registry,
          "frames.dropped",
          tags.and("cause", cause.name().toLowerCase(java.util.Locale.ROOT)),
          counters -> counters.dropped(cause));
    }
    Gauge.builder(PREFIX + "subscriptions", adapter, of -> of.counters().subscriptions())
        .tags(tags)
        .register(registry);
  }

  private void counter(
      MeterRegistry registry, String name, Tags tags, ToDoubleFunction<AdapterCounters> value) {
    FunctionCounter.builder(PREFIX + name, adapter, of -> value.applyAsDouble(of.counters()))
        .tags(tags)
        .register(registry);
  }
}
