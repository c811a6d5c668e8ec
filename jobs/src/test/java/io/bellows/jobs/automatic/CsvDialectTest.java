package io.bellows.jobs.automatic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvDialectTest {
  private static Object option(String name, String target, String... lines) {
    Setting setting = CsvDialect.options(List.of(lines), List.of(target), Map.of()).get(name);
    return setting == null ? "none" : setting.value();
  }

  @ParameterizedTest
  @CsvSource({"y, true", "_c2, false", "2, false", "-1, false"})
  void header_linesOfNumbersAlone_goesByTheTarget(String target, boolean header) {
    assertThat(option("header", target, "1,2,3", "4,5,6")).isEqualTo(header);
  }

  @Test
  void header_targetByPlace_isALineOfNamesAboveNumbers() {
    assertThat(option("header", "-1", "a,\"b, c\",d", "1,x,yes", "2,y,no")).isEqualTo(true);
    assertThat(option("header", "-1", "a,1,d", "1,2,yes")).isEqualTo(false);
    assertThat(option("header", "-1", "a,,d", "1,2,yes")).isEqualTo(false);
    assertThat(option("header", "-1", ",b,d", "0,2,yes")).isEqualTo(true);
    assertThat(option("header", "-1", "T,x", "U,y", "V,z")).isEqualTo(false);
    assertThat(option("header", "-1", "a,b", "1,x", ",y", "-2.5e3,z")).isEqualTo(true);
    assertThat(option("header", "-1")).isEqualTo(false);
  }

  @Test
  void separator_isWhatEveryLineHas() {
    assertThat(option("sep", "y", "a,b", "1,2")).isEqualTo("none");
    assertThat(option("sep", "y", "a;b;y", "1,5;2,5;x")).isEqualTo(";");
    assertThat(option("sep", "y", "a\tb", "1\t2")).isEqualTo("\t");
    assertThat(option("sep", "y", "a|y", "\"1,2,3\"|x")).isEqualTo("|");
    assertThat(option("sep", "y", "y", "1")).isEqualTo("none");
  }

  @Test
  void separator_onATie_isTheRarer() {
    assertThat(option("sep", "0", "1,5;2", "2,5;3")).isEqualTo(";");
    assertThat(option("sep", "0", "1,5\t2", "2,5\t3")).isEqualTo("\t");
  }

  @Test
  void separator_given_isWhatTheHeaderIsToldBy() {
    List<String> lines = List.of("a, b|c", "1|2");
    for (String name : List.of("sep", "Delimiter")) {
      Map<String, Setting> options =
          CsvDialect.options(lines, List.of("-1"), Map.of(name, "|", "ESCAPE", "x"));
      assertThat(options).doesNotContainKeys("sep", "delimiter", "escape");
      assertThat(options.get("header").value()).isEqualTo(true);
    }
    assertThat(
            CsvDialect.options(List.of("a||b", "1||2"), List.of("0"), Map.of("sep", "||"))
                .get("header")
                .value())
        .isEqualTo(true);
  }
}
