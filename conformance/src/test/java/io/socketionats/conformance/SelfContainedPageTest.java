package io.socketionats.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SelfContainedPageTest {
  @Test
  void embedsFilesAndDataAsTheyAre() {
    assertThat(
            SelfContainedPage.render(
                name -> "/page/" + name, Json.object().put("text", "$0 </script> /* a.css */")))
        .isEqualTo(
            """
            <style>.a { content: "\\201c $1" } /* b.js */</style>
            <script>{"text":"$0 \\u003c/script> /* a.css */"}</script>
            <script>const b = "${a}";</script>
            <p>/* no file */</p>
            """);
  }

  @Test
  void namesAResourceThatIsMissing() {
    assertThatThrownBy(() -> SelfContainedPage.render(name -> "/nowhere/" + name, Json.object()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the resource /nowhere/index.html is not on the class path");
  }
}
