package io.bellows.jobs.config;

import io.bellows.kernels.Registry;
import java.util.LinkedHashMap;
import java.util.Map;

/** Words and what each stands for, in the order in which an error names them. */
final class Choices<T> {
  private final Map<String, T> choices = new LinkedHashMap<>();

  private Choices() {}

  static <T> Choices<T> none() {
    return new Choices<>();
  }

  /** The names of a registry. */
  static <T> Choices<T> of(Registry<T> registry) {
    Choices<T> choices = none();
    registry.names().forEach(name -> choices.and(name, registry.named(name)));
    return choices;
  }

  static <T> Choices<T> of(String word, T meaning) {
    return new Choices<T>().and(word, meaning);
  }

  Choices<T> and(String word, T meaning) {
    choices.put(word, meaning);
    return this;
  }

  Map<String, T> map() {
    return choices;
  }
}
