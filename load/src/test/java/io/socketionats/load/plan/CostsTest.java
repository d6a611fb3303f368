package io.socketionats.load.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.socketionats.load.Synthetic;
import io.socketionats.load.plan.Costs.Item;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostsTest {
  @Test
  void findsWhatEachThingCostsWhenItVaried() {
    Costs costs =
        costs(
            new Synthetic(1, 0.02, null)
                .search("node", Synthetic.NODE, 2, 1, 2, 4)
                .search("node", Synthetic.NODE, 10, 1, 2, 4));
    assertThat(costs.intervals().get(Item.DELIVERY).holds(Synthetic.NODE.delivery())).isTrue();
    assertThat(costs.intervals().get(Item.PUBLISH).holds(Synthetic.NODE.publish())).isTrue();
    assertThat(costs.intervals().get(Item.FRAME).holds(Synthetic.NODE.frame())).isTrue();
    assertThat(costs.intervals().get(Item.IDLE).holds(Synthetic.NODE.idle())).isTrue();
    assertThat(costs.inseparable()).containsExactly(Item.CONNECTION);
  }

  @Test
  void saysThatAPublishCannotBeToldFromItsDeliveries() {
    Costs costs = costs(new Synthetic(1, 0.02, null).search("node", Synthetic.NODE, 10, 1, 2, 4));
    assertThat(costs.inseparable()).containsExactly(Item.PUBLISH, Item.CONNECTION);
    assertThat(costs.intervals().get(Item.DELIVERY).estimate())
        .as("the publish is inside")
        .isCloseTo(
            Synthetic.NODE.delivery() + Synthetic.NODE.publish() / 10,
            within(0.03 * Synthetic.NODE.delivery()));
  }

  @Test
  void neverFindsANegativeCost() {
    List<Work> works =
        List.of(
            new Work("x", 100, 10, 0, 10, 0.1),
            new Work("x", 200, 10, 0, 10, 0.25),
            new Work("x", 300, 10, 0, 10, 0.41),
            new Work("x", 400, 10, 0, 10, 0.58));
    assertThat(Costs.of(works, 0.95).intervals().values()).allMatch(each -> each.low() >= 0);
  }

  private static Costs costs(Synthetic system) {
    List<Work> works = system.measurement().cases().stream().flatMap(Work::of).toList();
    return Costs.of(works, 0.95);
  }
}
