package io.socketionats.load.report;

import io.socketionats.load.plan.JudgedCase;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The whole page: one file, no script, no network. */
final class Page {
  private static final String STYLE = "/* style.css */";
  private static final String BODY = "<!-- body -->";

  private Page() {}

  static String render(Facts facts) {
    String page = resource("page.html");
    return page.replace(STYLE, resource("style.css")).replace(BODY, body(facts));
  }

  private static String body(Facts facts) {
    return header(facts)
        + answers(facts)
        + new LatencySection(facts).render()
        + new PercentileSection(facts).render()
        + new ScalingSection(facts).render()
        + new CostSection(facts).render()
        + new DeliverySection(facts).render()
        + new ValiditySection(facts).render();
  }

  private static String header(Facts facts) {
    List<Measurement> all =
        facts.evidence().sources().stream().map(source -> source.measurement()).toList();
    String names =
        all.stream().map(each -> each.origin().name()).distinct().collect(Collectors.joining(", "));
    String dates =
        all.stream()
            .map(each -> each.origin().started().substring(0, 10))
            .distinct()
            .collect(Collectors.joining(", "));
    return """
        <header><h1>What the cluster carries</h1>
        <p>%s · %s · %d × %s · objective <b>%s</b>, nothing lost, duplicated or leaked</p></header>
        """
        .formatted(
            Html.text(names),
            Html.text(dates),
            all.get(0).machine().cpus(),
            Html.text(all.get(0).machine().cpuModel()),
            Html.text(facts.slo()));
  }

  private static String answers(Facts facts) {
    List<String> tiles = new ArrayList<>();
    for (Case each : facts.cases()) {
      tiles.add(tile(facts, each));
    }
    return "<section id=\"answers\"><h2 class=\"hidden\">Answers</h2><div class=\"tiles\">"
        + String.join("", tiles)
        + "</div></section>\n";
  }

  private static String tile(Facts facts, Case each) {
    Optional<JudgedCase> run = facts.run(each);
    String head =
        "<div class=\"tile\"><h3>%s <span>%s</span></h3>"
            .formatted(Html.text(each.cluster().label()), Html.text(Facts.nodes(each)));
    String workload =
        "<p>%s, rooms of %s, %d B, %s connections</p></div>"
            .formatted(
                Html.text(each.workload().name()),
                Numbers.plain(each.workload().roomSize()),
                each.workload().payloadBytes(),
                Numbers.plain(each.workload().connections()));
    if (run.isEmpty()) {
      return head
          + "<p class=\"big\">–</p><p>"
          + Html.mark("bad", "no level passed")
          + "</p>"
          + workload;
    }
    Double failing = run.get().bracket().failing();
    String edge =
        failing == null
            ? Html.mark("doubtful", "nothing failed: it carries at least this")
            : Html.text("fails at " + Numbers.plain(failing * run.get().deliveriesPerPublish()));
    return head
        + "<p class=\"big\">%s<small> deliveries/s</small></p><p>%s</p><p>%s</p>"
            .formatted(Numbers.plain(run.get().passed()), edge, held(each, run.get()))
        + workload;
  }

  private static String held(Case each, JudgedCase run) {
    List<Level> holds =
        each.levels().stream().filter(level -> level.phase() == Phase.HOLD).toList();
    double passed = run.bracket().passed();
    if (run.bracket().held()) {
      double seconds =
          holds.stream()
              .filter(level -> level.target() == passed)
              .mapToDouble(level -> level.offer().seconds())
              .max()
              .orElseThrow();
      return Html.mark("good", Numbers.say("held %.0f s", seconds));
    }
    if (holds.isEmpty()) {
      return Html.mark("doubtful", "not held");
    }
    Level last = holds.get(holds.size() - 1);
    return last.verdict() == LevelVerdict.INVALID
        ? Html.mark("doubtful", "hold was invalid")
        : Html.mark(
            last.target() > passed ? "doubtful" : "bad",
            Numbers.say(
                "not held: %.0f s at %.0f %% of it failed",
                last.offer().seconds(), 100 * last.target() / passed));
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream("/load-report/" + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "the resource load-report/%s is not on the classpath".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
