package io.socketionats.load.result;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One run of the load generator: what {@code measurement.json} holds.
 *
 * @param schema version of this layout, {@link #SCHEMA}
 * @param name a short name, part of the folder's
 * @param started when the run began, as ISO 8601 in UTC
 * @param command the command line that makes the run again
 * @param git the commit that was measured; empty when it is not known
 * @param machine where it ran
 * @param slo the objective that levels were judged by
 * @param injectors the generators that took part; more than one after a merge
 * @param cases what was measured, one entry for each cluster and workload
 */
public record Measurement(
    int schema,
    String name,
    String started,
    String command,
    String git,
    Machine machine,
    Slo slo,
    List<Injector> injectors,
    List<Case> cases) {
  /** The only layout there is so far. */
  public static final int SCHEMA = 1;

  /**
   * @throws IllegalArgumentException when the schema is another one or {@code started} is no time
   */
  public Measurement {
    if (schema != SCHEMA) {
      throw new IllegalArgumentException(
          "schema is %d; this version reads and writes schema %d".formatted(schema, SCHEMA));
    }
    Objects.requireNonNull(name, "name");
    Instant.parse(Objects.requireNonNull(started, "started"));
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(slo, "slo");
    command = Absent.text(command);
    git = Absent.text(git);
    injectors = Absent.list(injectors);
    cases = Absent.list(cases);
  }

  /** The same run with other cases. */
  public Measurement withCases(List<Case> other) {
    return new Measurement(schema, name, started, command, git, machine, slo, injectors, other);
  }
}
