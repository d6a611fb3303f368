package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The build runs tests with two versions of Jackson: here it shows that they are the right ones.
 */
@EnabledIfSystemProperty(named = "jackson.expected", matches = ".+")
class JacksonVersionTest {
  private final String expected = System.getProperty("jackson.expected");

  @Test
  void theVersionIsTheOneThatThisRunIsFor() {
    assertThat(new JsonFactory().version().toString()).isEqualTo(expected);
    assertThat(new ObjectMapper().version().toString()).isEqualTo(expected);
  }
}
