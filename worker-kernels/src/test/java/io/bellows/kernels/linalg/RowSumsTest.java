package io.bellows.kernels.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowSumsTest {
  @Test
  void over_someRows_isOneChain() {
    RowSums sums = RowSums.over(9);
    assertThat(program(sums)).containsExactly("0-9");
    assertThat(sums.deepest()).isEqualTo(1);
  }

  /** (0 + 1) + (2 + 3) holds three sums before it adds the last two. */
  @Test
  void steps_tree_areInTheOrderInWhichTheyCame() {
    RowSums sums = new RowSums();
    sums.chain(0, 4);
    sums.chain(4, 5);
    sums.add();
    sums.chain(5, 20);
    sums.chain(20, 21);
    sums.add();
    sums.add();
    assertThat(program(sums)).containsExactly("0-4", "4-5", "+", "5-20", "20-21", "+", "+");
    assertThat(sums.deepest()).isEqualTo(3);
  }

  @Test
  void deepest_oneAfterTheOther_isTwo() {
    RowSums sums = RowSums.over(1);
    for (int row = 1; row < 100; row++) {
      sums.chain(row, row + 1);
      sums.add();
    }
    assertThat(sums.steps()).isEqualTo(100);
    assertThat(sums.deepest()).isEqualTo(2);
  }

  /** More steps than there was room for at first. */
  @Test
  void chain_manySteps_keepsAll() {
    RowSums sums = new RowSums();
    List<String> expected = new ArrayList<>();
    for (int row = 0; row < 1000; row++) {
      sums.chain(2 * row, 2 * row + 1);
      expected.add(2 * row + "-" + (2 * row + 1));
    }
    for (int addition = 0; addition < 999; addition++) {
      sums.add();
      expected.add("+");
    }
    assertThat(program(sums)).isEqualTo(expected);
    assertThat(sums.deepest()).isEqualTo(1000);
  }

  @Test
  void clear_usedProgram_isAsNew() {
    RowSums sums = new RowSums();
    sums.chain(0, 1);
    sums.chain(1, 2);
    sums.add();
    sums.clear();
    assertThat(sums.steps()).isZero();
    assertThat(sums.deepest()).isZero();
    sums.chain(3, 7);
    assertThat(program(sums)).containsExactly("3-7");
    assertThat(sums.deepest()).isEqualTo(1);
  }

  private static List<String> program(RowSums sums) {
    List<String> program = new ArrayList<>();
    for (int step = 0; step < sums.steps(); step++) {
      program.add(sums.from(step) + "-" + sums.to(step));
      program.addAll(Collections.nCopies(sums.additions(step), "+"));
    }
    return program;
  }
}
