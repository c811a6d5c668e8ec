package io.bellows.kernels.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Adds up shares along one fixed binary tree over their numbers, ((0+1)+(2+3))+…, so that the order
 * of additions does not depend on who adds what: a task may add whole subtrees of its own shares
 * before sending them. Part of the bits.
 *
 * <p>Invariants: nodes are added in order of their shares, without gaps; a node covers shares
 * {@code start} to {@code start + size − 1}, size a power of two that divides start; a share
 * without rows is an empty node, and adding it changes nothing.
 *
 * @param <T> what is added up
 */
public final class FixedTree<T> {
  /**
   * A subtree's sum.
   *
   * @param <T> what is added up
   * @param start its first share
   * @param size how many shares it covers
   * @param sum their sum, or null when none of them had rows
   */
  public record Node<T>(int start, int size, @Nullable T sum) implements Serializable {
    private boolean isLeftSiblingOf(Node<T> right) {
      return size == right.size && start % (2 * size) == 0;
    }
  }

  private final BinaryOperator<T> addition;
  private final List<Node<T>> nodes = new ArrayList<>();

  /**
   * An empty tree.
   *
   * @param addition left and right to their sum; may modify and return the left one
   */
  public FixedTree(BinaryOperator<T> addition) {
    this.addition = addition;
  }

  /** Adds the next share's sum, or null when it has no rows. */
  public void add(int share, @Nullable T sum) {
    add(new Node<>(share, 1, sum));
  }

  /** Adds a node that begins where the last one ended. */
  public void add(Node<T> node) {
    Node<T> right = node;
    while (!nodes.isEmpty() && last().isLeftSiblingOf(right)) {
      right = merged(nodes.remove(nodes.size() - 1), right);
    }
    nodes.add(right);
  }

  /** The subtrees that could not be added further. */
  public List<Node<T>> nodes() {
    return List.copyOf(nodes);
  }

  /**
   * The sum of all, as if the shares up to the next power of two were empty; null when none had
   * rows.
   */
  public @Nullable T total() {
    if (nodes.isEmpty()) {
      return null;
    }
    Node<T> sum = last();
    for (int i = nodes.size() - 2; i >= 0; i--) {
      sum = merged(nodes.get(i), sum);
    }
    return sum.sum;
  }

  private Node<T> last() {
    return nodes.get(nodes.size() - 1);
  }

  private Node<T> merged(Node<T> left, Node<T> right) {
    return new Node<>(left.start, 2 * left.size, sum(left.sum, right.sum));
  }

  private @Nullable T sum(@Nullable T left, @Nullable T right) {
    if (left == null) {
      return right;
    }
    return right == null ? left : addition.apply(left, right);
  }
}
