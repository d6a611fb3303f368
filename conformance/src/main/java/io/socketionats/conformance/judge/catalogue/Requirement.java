package io.socketionats.conformance.judge.catalogue;

import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.scenario.Drill;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.judge.service.Pace;
import io.socketionats.conformance.judge.service.RawHttp;
import io.socketionats.conformance.judge.service.Visit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One rule of the catalogue with its check. Ids are stable: never renumbered, never used again. */
public final class Requirement {
  /** How binding it is, as in RFC 2119. */
  public enum Force {
    MUST,
    SHOULD
  }

  /** What it is checked on. */
  public enum Scope {
    /** Core wire: every ordered pair of implementations. */
    CORE,
    /** Internal to an adapter: each implementation with itself. */
    NODE,
    /** Beyond the original protocol: pairs whose nodes declare the capability. */
    EXTENSION,
    /** Behaviour while something fails: every ordered pair, on a cluster that can be broken. */
    FAULT,
    /**
     * How clients are served: each implementation with itself, on nodes that obey their clients.
     */
    CLIENT
  }

  /**
   * Does to the cluster what the rule is about; the scenario records it and is judged afterwards.
   */
  @FunctionalInterface
  public interface Check {
    void run(Scenario scenario);
  }

  /** Breaks the cluster and mends it, with everybody speaking; judged for all emitters at once. */
  @FunctionalInterface
  public interface DrillCheck {
    void run(Drill drill);
  }

  /** Something that clients of one kind, over one transport, find. */
  @FunctionalInterface
  public interface VisitCheck {
    void run(Visit visit);
  }

  /** Something of the protocols themselves, in one version of Engine.IO. */
  @FunctionalInterface
  public interface RawCheck {
    void run(RawHttp http, int version);
  }

  private final String id;
  private final String name;
  private final Force force;
  private final Scope scope;
  private String sentence = "";
  private String source = "";
  private final Set<String> emitterNeeds = new TreeSet<>();
  private final Set<String> receiverNeeds = new TreeSet<>();
  private Set<WireDialect> dialects = EnumSet.allOf(WireDialect.class);
  private Check check;
  private DrillCheck drill;
  private VisitCheck visit;
  private RawCheck raw;
  private boolean alone;
  private Set<Integer> versions = Set.of(3, 4);
  private Pace pace = Pace.BRISK;
  private int servers;

  private Requirement(String id, String name, Force force, Scope scope) {
    this.id = id;
    this.name = name;
    this.force = force;
    this.scope = scope;
  }

  static Requirement core(String id, String name) {
    return new Requirement(id, name, Force.MUST, Scope.CORE);
  }

  static Requirement node(String id, String name) {
    return new Requirement(id, name, Force.MUST, Scope.NODE);
  }

  static Requirement extension(String id, String name) {
    return new Requirement(id, name, Force.SHOULD, Scope.EXTENSION);
  }

  static Requirement fault(String id, String name) {
    return new Requirement(id, name, Force.MUST, Scope.FAULT).onServers(1);
  }

  static Requirement client(String id, String name) {
    return new Requirement(id, name, Force.MUST, Scope.CLIENT).only(WireDialect.SOCKET_IO_NATS);
  }

  Requirement visit(VisitCheck run) {
    this.visit = run;
    this.pace = Pace.PATIENT;
    return this;
  }

  /** Clients check it one after another, when nothing else is checked: it keeps them busy. */
  Requirement alone() {
    this.alone = true;
    return this;
  }

  /** A check on a calm node, where a session ends for no other reason than the one under test. */
  Requirement raw(RawCheck run) {
    this.raw = run;
    this.pace = Pace.CALM;
    return this;
  }

  /** A raw check of what happens with time. */
  Requirement brisk() {
    this.pace = Pace.BRISK;
    return this;
  }

  /** A raw check of one version of Engine.IO alone. */
  Requirement raw(int version, RawCheck run) {
    this.versions = Set.of(version);
    return raw(run);
  }

  Requirement states(String text) {
    this.sentence = text;
    return this;
  }

  Requirement from(String text) {
    this.source = text;
    return this;
  }

  Requirement emitterNeeds(String... capabilities) {
    emitterNeeds.addAll(Set.of(capabilities));
    return this;
  }

  Requirement receiverNeeds(String... capabilities) {
    receiverNeeds.addAll(Set.of(capabilities));
    return this;
  }

  Requirement needs(String... capabilities) {
    return emitterNeeds(capabilities).receiverNeeds(capabilities);
  }

  Requirement only(WireDialect dialect) {
    this.dialects = EnumSet.of(dialect);
    return this;
  }

  Requirement check(Check run) {
    this.check = run;
    return this;
  }

  Requirement onServers(int count) {
    this.servers = count;
    return this;
  }

  Requirement drill(DrillCheck run) {
    this.drill = run;
    return this;
  }

  /** Such as {@code R06}. */
  public String id() {
    return id;
  }

  /** Such as {@code room-named-star}. */
  public String name() {
    return name;
  }

  public Force force() {
    return force;
  }

  public Scope scope() {
    return scope;
  }

  /** Whether it is judged for every ordered pair, not for each implementation with itself. */
  public boolean isForPairs() {
    return scope != Scope.NODE && scope != Scope.CLIENT;
  }

  /** The rule in one sentence. */
  public String sentence() {
    return sentence;
  }

  /** Where the rule comes from. */
  public String source() {
    return source;
  }

  public Set<String> emitterNeeds() {
    return Set.copyOf(emitterNeeds);
  }

  public Set<String> receiverNeeds() {
    return Set.copyOf(receiverNeeds);
  }

  public boolean appliesTo(WireDialect dialect) {
    return dialects.contains(dialect);
  }

  /** The dialects it is checked in. */
  public Set<WireDialect> dialects() {
    return Set.copyOf(dialects);
  }

  /**
   * On how many servers of its own a requirement of scope FAULT runs; 0 for the others, which share
   * the broker of the run.
   */
  public int servers() {
    return servers;
  }

  public void run(Scenario scenario) {
    check.run(scenario);
  }

  /** Runs a requirement of scope FAULT. */
  public void run(Drill all) {
    drill.run(all);
  }

  /** What clients of each kind check; empty where it is not about them. */
  public Optional<VisitCheck> visit() {
    return Optional.ofNullable(visit);
  }

  /** Whether clients check it one after another, when nothing else is checked. */
  public boolean isAlone() {
    return alone;
  }

  /** What is checked of the protocols; empty where it is not about them. */
  public Optional<RawCheck> raw() {
    return Optional.ofNullable(raw);
  }

  /** The versions of Engine.IO that a raw check is for. */
  public Set<Integer> versions() {
    return Set.copyOf(versions);
  }

  /** Of what kind of node a requirement of scope CLIENT is. */
  public Pace pace() {
    return pace;
  }

  @Override
  public String toString() {
    return id + " " + name;
  }
}
