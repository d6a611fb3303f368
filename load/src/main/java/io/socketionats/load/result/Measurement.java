package io.socketionats.load.result;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One run of the load generator: the content of {@code measurement.json}.
 *
 * @param schema version of this layout, {@link #SCHEMA}
 * @param origin name, time, command and commit of the run
 * @param machine the machine it ran on
 * @param slo the objective that levels were judged by
 * @param injectors the generators that took part; more than one after a merge
 * @param cases what was measured, one entry for each cluster and workload
 */
public record Measurement(
    int schema,
    @JsonUnwrapped RunOrigin origin,
    Machine machine,
    Slo slo,
    List<InjectorIdentity> injectors,
    List<Case> cases) {
  /** The only layout so far. */
  public static final int SCHEMA = 1;

  /**
   * @throws IllegalArgumentException when the schema is another one
   * @throws java.time.format.DateTimeParseException when the start of the run is not a time
   */
  public Measurement {
    if (schema != SCHEMA) {
      throw new IllegalArgumentException(
          "schema is %d; this version reads and writes schema %d".formatted(schema, SCHEMA));
    }
    Objects.requireNonNull(origin.name(), "name");
    Instant.parse(Objects.requireNonNull(origin.started(), "started"));
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(slo, "slo");
    injectors = Absent.list(injectors);
    cases = Absent.list(cases);
  }

  /** The same run with other cases. */
  public Measurement withCases(List<Case> other) {
    return new Measurement(schema, origin, machine, slo, injectors, other);
  }
}
