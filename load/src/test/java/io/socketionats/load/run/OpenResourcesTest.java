package io.socketionats.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.socketionats.conformance.UnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenResourcesTest {
  private final OpenResources resources = new OpenResources();
  private final List<String> closed = new ArrayList<>();

  /** The first one that could not be closed kept the others open: a cluster stayed behind. */
  @Test
  void closesAllThoughSomeCannotBeClosed() {
    resources.add(() -> closed.add("cluster"));
    resources.add(
        () -> {
          throw new IOException("second");
        });
    resources.add(
        () -> {
          throw new IllegalStateException("first");
        });
    resources.add(() -> closed.add("injector"));

    assertThatThrownBy(resources::closeAll)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("first")
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed())
                    .singleElement()
                    .satisfies(other -> assertThat(other).hasRootCauseMessage("second")));
    assertThat(closed).containsExactly("injector", "cluster");
  }

  /** What could not be closed hid the failure that had ended the case. */
  @Test
  void keepsTheFailureThatWasThereBefore() {
    resources.add(
        () -> {
          throw new IllegalStateException("cannot be closed");
        });
    RuntimeException failure = new UnavailableException("a node has died");

    resources.closeAllAfter(failure);

    assertThat(failure.getSuppressed())
        .singleElement()
        .hasToString("java.lang.IllegalStateException: cannot be closed");
  }

  @Test
  void closesWhatIsAddedAfterItsEnd() {
    resources.close();

    assertThatThrownBy(() -> resources.add(() -> closed.add("late")))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("interrupted");
    assertThat(closed).containsExactly("late");
  }
}
