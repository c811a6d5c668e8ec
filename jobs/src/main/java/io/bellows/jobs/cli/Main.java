package io.bellows.jobs.cli;

/** The entry point of every command. */
public final class Main {
  private Main() {}

  /** Runs the command that {@code args} name. */
  public static void main(String[] args) {
    System.out.println("Usage: bellows COMMAND [OPTION]...");
    for (String arg : args) {
      System.out.println(arg);
    }
  }
}
