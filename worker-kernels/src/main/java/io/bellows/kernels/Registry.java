package io.bellows.kernels;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Named specs of one kind.
 *
 * @param <T> the kind
 */
public final class Registry<T> {
  private final String kind;
  private final Map<String, T> byName = new LinkedHashMap<>();

  /** A registry of the given specs; {@code kind} is the word for them in messages. */
  public Registry(String kind, List<T> specs, Function<T, String> name) {
    this.kind = kind;
    specs.forEach(spec -> byName.put(name.apply(spec), spec));
  }

  /** The names, in order of registration. */
  public Set<String> names() {
    return byName.keySet();
  }

  /**
   * The spec with a name.
   *
   * @throws IllegalArgumentException naming the known ones when there is none
   */
  public T named(String name) {
    T spec = byName.get(name);
    if (spec == null) {
      throw new IllegalArgumentException(
          String.format(
              "unknown %s \"%s\"; expected one of %s",
              kind, name, String.join(", ", byName.keySet())));
    }
    return spec;
  }
}
