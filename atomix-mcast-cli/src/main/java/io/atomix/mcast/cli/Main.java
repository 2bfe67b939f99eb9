package io.atomix.mcast.cli;

/** Entry point. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {}
}
