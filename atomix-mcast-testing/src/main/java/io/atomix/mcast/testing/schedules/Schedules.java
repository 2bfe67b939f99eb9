/*
 * Copyright 2026 the atomix-mcast authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 * http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.atomix.mcast.testing.schedules;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;

/** Tries schedules of threads. For one test at a time. */
public final class Schedules {
  private static final ScheduledClasses CLASSES =
      new ScheduledClasses(Schedules.class.getClassLoader());

  /** Body that is run in each schedule: a lambda that captures nothing. */
  @FunctionalInterface
  public interface ScheduledBody extends Serializable {
    /** Sets something up, runs threads {@linkplain #sideBySide side by side}, and checks. */
    void run();
  }

  private Schedules() {}

  /**
   * Runs a body in so many schedules, or in as many as {@code -Dmcast.runs=N} says: the first
   * without a switch between threads that could go on, the others with some, which the number of
   * the schedule decides.
   *
   * @throws AssertionError when it fails in one, with the steps that led there
   */
  public static synchronized void explore(int usual, ScheduledBody body) {
    Method method = scheduled(body);
    int count = Integer.getInteger("mcast.runs", usual);
    int steps = 0;
    for (int number = 0; number < count; number++) {
      Scheduler scheduler = Scheduler.begin(number, steps);
      try {
        method.invoke(null);
      } catch (InvocationTargetException e) {
        throw new AssertionError(
            "Schedule " + number + " of " + count + ": " + e.getCause() + scheduler.story(),
            e.getCause());
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      } finally {
        Scheduler.end();
      }
      steps = Math.max(steps, scheduler.steps());
    }
  }

  /** Returns the method of a body in the classes that are scheduled. */
  private static Method scheduled(ScheduledBody body) {
    try {
      Method replaced = body.getClass().getDeclaredMethod("writeReplace");
      replaced.setAccessible(true);
      SerializedLambda lambda = (SerializedLambda) replaced.invoke(body);
      if (lambda.getCapturedArgCount() > 0) {
        throw new IllegalArgumentException("What is run in each schedule must capture nothing");
      }
      Class<?> type = CLASSES.loadClass(lambda.getImplClass().replace('/', '.'));
      Method method =
          Arrays.stream(type.getDeclaredMethods())
              .filter(each -> each.getName().equals(lambda.getImplMethodName()))
              .findFirst()
              .orElseThrow();
      method.setAccessible(true);
      return method;
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("What is run in each schedule has to be a lambda", e);
    }
  }

  /**
   * Runs tasks side by side, each in a thread of its own, until all have ended. To be called from a
   * body.
   *
   * @throws AssertionError when one fails, or when they wait for each other
   */
  public static void sideBySide(Runnable... tasks) {
    Scheduler.current().run(tasks);
  }

  /**
   * Checks that two things are equal.
   *
   * @throws AssertionError if they are not
   */
  public static void same(String what, Object expected, Object found) {
    if (!Objects.equals(expected, found)) {
      throw new AssertionError(what + ": expected " + expected + ", found " + found);
    }
  }

  /**
   * Checks that something is so.
   *
   * @throws AssertionError if it is not
   */
  public static void holds(String what, boolean is) {
    if (!is) {
      throw new AssertionError("It does not hold: " + what);
    }
  }
}
