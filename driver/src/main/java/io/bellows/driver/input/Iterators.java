package io.bellows.driver.input;

import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Iterators that hold one element at a time. */
final class Iterators {
  private Iterators() {}

  /** What a function makes of each element, in order, without nulls. */
  static <S, T> Iterator<T> mapPresent(Iterator<S> source, Function<S, @Nullable T> function) {
    Spliterator<S> elements = Spliterators.spliteratorUnknownSize(source, Spliterator.ORDERED);
    return StreamSupport.stream(elements, false)
        .<@Nullable T>map(function)
        .filter(Objects::nonNull)
        .iterator();
  }
}
