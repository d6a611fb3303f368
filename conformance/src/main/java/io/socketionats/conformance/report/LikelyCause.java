package io.socketionats.conformance.report;

import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.judge.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Failures of several requirements that have one cause, in all likelihood: the same node is to
 * blame, in the same words but for numbers and names. A crash is known by its error, a node that is
 * quarantined by that.
 *
 * @param problems at least one; the first speaks for the others
 */
record LikelyCause(List<Unexpected> problems) {
  private static final Pattern ERROR =
      Pattern.compile("(?m)^.*(?:\\b[A-Za-z.]*(?:Error|Exception)\\b).*$");
  private static final Pattern PARTICULARS = Pattern.compile("'[^']*'|\"[^\"]*\"|[\\[{].*|\\d+");

  /** In the order of the first requirement that each has failed. */
  static List<LikelyCause> in(RunReport report) {
    Map<Key, List<Unexpected>> byKey = new LinkedHashMap<>();
    for (Unexpected problem : Unexpected.in(report)) {
      byKey.computeIfAbsent(Key.of(problem), key -> new ArrayList<>()).add(problem);
    }
    List<LikelyCause> causes = new ArrayList<>();
    for (List<Unexpected> problems : byKey.values()) {
      if (problems.stream().map(Unexpected::requirement).distinct().count() > 1) {
        causes.add(new LikelyCause(problems));
      } else {
        problems.forEach(problem -> causes.add(new LikelyCause(List.of(problem))));
      }
    }
    return causes;
  }

  Unexpected first() {
    return problems.get(0);
  }

  /** Whether more than one requirement has failed for it. */
  boolean isShared() {
    return problems.size() > 1;
  }

  /** Ids, in the order of the catalogue. */
  List<String> requirements() {
    return problems.stream().map(problem -> problem.requirement().id()).distinct().toList();
  }

  /** Such as {@code java → node-sio4}, each once. */
  String pairs() {
    return problems.stream()
        .flatMap(problem -> problem.results().stream())
        .map(result -> Pair.of(result).toString())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Such as {@code 5 requirements crashed, likely for one cause}. */
  String headline() {
    return "%d requirements %s, likely for one cause"
        .formatted(requirements().size(), Headline.words(first().verdict()));
  }

  private record Key(Verdict verdict, String culprits, Optional<Kind> kind, String words) {
    static Key of(Unexpected problem) {
      Optional<Finding> finding = problem.finding();
      String culprits =
          problem
              .first()
              .blame()
              .map(blame -> Unexpected.culprits(problem.results().stream(), blame))
              .orElse("");
      boolean alone = finding.isEmpty() || culprits.isEmpty();
      return new Key(
          problem.verdict(),
          culprits,
          finding.map(Finding::kind),
          alone ? problem.requirement().id() : words(finding.orElseThrow().came()));
    }

    private static String words(String came) {
      Matcher error = ERROR.matcher(came);
      String telling = error.find() ? error.group() : came.lines().findFirst().orElse("");
      return PARTICULARS.matcher(telling).replaceAll("#");
    }
  }
}
