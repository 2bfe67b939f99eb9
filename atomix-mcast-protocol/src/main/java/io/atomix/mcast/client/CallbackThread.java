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
package io.atomix.mcast.client;

import io.atomix.utils.concurrent.AtomixThread;
import io.atomix.utils.concurrent.ThreadContext;

/** A thread that callers' code runs on, and what it is at. */
final class CallbackThread extends AtomixThread {
  private volatile CallbackContext context;

  /** The number of the task that runs, which is odd, or an even number if none does. */
  private volatile long task;

  /** The callback for which the task runs: an answer is for the one that has asked for it. */
  private CallbackThread caller;

  private long callersTask;

  /** True if the task has called an operation of a primitive. */
  private volatile boolean called;

  /** Guarded by the context's lock, as all below: whether the task waits for something. */
  private boolean waiting;

  /** Number of Atomix's futures that the task waits for: one, or none. */
  private int futures;

  private long waits;
  private long seenWaits;
  private int looks;

  /** Only the watch uses it. */
  private long seenTask;

  CallbackThread(Runnable target) {
    super(target);
  }

  /** Returns the thread that calls, or null if it is no thread for callers' code. */
  static CallbackThread current() {
    return Thread.currentThread() instanceof CallbackThread thread ? thread : null;
  }

  /** The context of what runs now; Atomix asks for it when it waits for a future. */
  @Override
  public ThreadContext getContext() {
    return context;
  }

  CallbackContext callbackContext() {
    return context;
  }

  /** Begins a task, whose context holds its lock. */
  void begin(CallbackContext newContext, Runnable next) {
    if (context != newContext) {
      context = newContext;
    }
    waiting = false;
    futures = 0;
    looks = 0;
    called = false;
    long number = (task | 1) + 2;
    if (next instanceof Completion<?> completion && completion.isAwaited()) {
      caller = completion.caller();
      callersTask = completion.callback();
    } else {
      caller = this;
      callersTask = number;
    }
    task = number;
  }

  /** It has no task any more. */
  void rest() {
    task = (task | 1) + 1;
    context = null;
  }

  /** Returns the thread of the callback for which the task runs. */
  CallbackThread caller() {
    return caller;
  }

  /** Returns the number of that callback. */
  long callersTask() {
    return callersTask;
  }

  long task() {
    return task;
  }

  boolean isAt(long number) {
    return task == number;
  }

  /** Returns whether it is at the same task as when this was asked last. Only for the watch. */
  boolean isStill(long number) {
    boolean still = number == seenTask && (number & 1) == 1;
    seenTask = number;
    return still;
  }

  boolean isWaiting() {
    return waiting;
  }

  void waiting(boolean now) {
    waiting = now;
  }

  /** Begins to wait for a future of Atomix's. */
  void awaitsFuture() {
    futures++;
    waits++;
  }

  /** Ends that. */
  void hasFuture() {
    futures = Math.max(0, futures - 1);
  }

  boolean isAwaitingFuture() {
    return futures > 0;
  }

  /** It has called an operation of a primitive. */
  void calls() {
    if (!called) {
      called = true;
    }
  }

  boolean hasCalled() {
    return called;
  }

  /** It was seen not to wait. */
  void waitsNoMore() {
    looks = 0;
  }

  /** Returns how often it was seen waiting, for the same future if it is one of Atomix's. */
  int looksAtWait() {
    looks = seenWaits == waits ? looks + 1 : 1;
    seenWaits = waits;
    return looks;
  }

  /**
   * Returns whether it waits for another thread, which may be for an answer; who sleeps does not.
   */
  boolean waitsForOthers() {
    return switch (getState()) {
      case BLOCKED, WAITING -> true;
      case TIMED_WAITING -> !isSleeping();
      default -> false;
    };
  }

  private boolean isSleeping() {
    StackTraceElement[] stack = getStackTrace();
    return stack.length == 0 || stack[0].getMethodName().startsWith("sleep");
  }
}
