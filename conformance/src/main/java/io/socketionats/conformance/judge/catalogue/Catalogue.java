package io.socketionats.conformance.judge.catalogue;

import io.socketionats.conformance.UsageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * All requirements, in the order in which they run: those that may leave a node dead or deaf come
 * last.
 */
public final class Catalogue {
  private static final List<Requirement> ALL = collect();
  private static final String NAME = "name:";

  private Catalogue() {}

  private static List<Requirement> collect() {
    List<Requirement> all = new ArrayList<>();
    all.addAll(WireSection.requirements());
    all.addAll(FrameSection.requirements());
    all.addAll(NamespaceSection.requirements());
    all.addAll(RoomSection.requirements());
    all.addAll(UnionSection.requirements());
    all.addAll(ExclusionSection.requirements());
    all.addAll(FlagSection.requirements());
    all.addAll(PayloadSection.requirements());
    all.addAll(ValueSection.requirements());
    all.addAll(OrderSection.requirements());
    all.addAll(RepeatSection.requirements());
    all.addAll(ScaleSection.requirements());
    all.addAll(NameSection.requirements());
    all.addAll(LifecycleSection.requirements());
    all.addAll(OverlapSection.requirements());
    all.addAll(EmitterSection.requirements());
    all.addAll(RobustnessSection.requirements());
    all.addAll(FaultSection.requirements());
    all.addAll(ClientSection.requirements());
    all.addAll(EngineSection.requirements());
    all.addAll(SessionSection.requirements());
    all.addAll(PacketSection.requirements());
    all.addAll(ExchangeSection.requirements());
    Set<String> ids = new HashSet<>();
    for (Requirement requirement : all) {
      if (!ids.add(requirement.id())) {
        throw new IllegalStateException("the id %s is used twice".formatted(requirement.id()));
      }
    }
    return List.copyOf(all);
  }

  public static List<Requirement> all() {
    return ALL;
  }

  /**
   * @throws UsageException when there is none of that id
   */
  public static Requirement byId(String id) {
    return ALL.stream()
        .filter(requirement -> requirement.id().equalsIgnoreCase(id))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "no requirement '%s'; 'interop list' shows them all".formatted(id)));
  }

  /**
   * The requirements that patterns select, in the order of the catalogue.
   *
   * @param patterns ids, or names after {@code name:}, with {@code *} for any characters; empty =
   *     all
   * @throws UsageException when a pattern matches nothing
   */
  public static List<Requirement> select(List<String> patterns) {
    return patterns.isEmpty() ? ALL : matching("--select", patterns);
  }

  /**
   * The requirements that patterns match, in the order of the catalogue.
   *
   * @param option that the patterns were given to, for the message
   * @param patterns as in {@link #select}
   * @throws UsageException when a pattern matches nothing
   */
  public static List<Requirement> matching(String option, Collection<String> patterns) {
    Set<Requirement> selected = new LinkedHashSet<>();
    for (String pattern : patterns) {
      List<Requirement> matched = matching(pattern);
      if (matched.isEmpty()) {
        throw new UsageException(noMatch(option, pattern));
      }
      selected.addAll(matched);
    }
    return ALL.stream().filter(selected::contains).toList();
  }

  private static List<Requirement> matching(String pattern) {
    boolean named = pattern.startsWith(NAME);
    Pattern regex = glob(named ? pattern.substring(NAME.length()) : pattern);
    return ALL.stream()
        .filter(one -> regex.matcher(named ? one.name() : one.id()).matches())
        .toList();
  }

  private static String noMatch(String option, String pattern) {
    if (!pattern.startsWith(NAME) && !matching(NAME + pattern).isEmpty()) {
      return "%s '%s' matches no id; to select by name write '%s%s'"
          .formatted(option, pattern, NAME, pattern);
    }
    return "%s '%s' matches no requirement; 'interop list' shows them all"
        .formatted(option, pattern);
  }

  private static Pattern glob(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (String literal : pattern.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
  }
}
