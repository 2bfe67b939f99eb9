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
package io.atomix.mcast.raft;

import io.atomix.utils.concurrent.Scheduled;
import io.atomix.utils.concurrent.ThreadContext;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The Raft thread, which remembers what Atomix's leader does at each heartbeat: it sends to each
 * member what that lacks, as far as it may. That is the only way to have it look.
 */
final class HeartbeatContext implements ThreadContext {
  private final ThreadContext thread;
  private final Supplier<Duration> interval;
  private Runnable heartbeat = () -> {};

  /**
   * Wraps the Raft thread.
   *
   * @param interval time between two heartbeats
   */
  HeartbeatContext(ThreadContext thread, Supplier<Duration> interval) {
    this.thread = thread;
    this.interval = interval;
  }

  /** Does what the latest leader here does at a heartbeat; nothing if it leads no more. */
  void beat() {
    heartbeat.run();
  }

  @Override
  public Scheduled schedule(Duration delay, Duration interval, Runnable task) {
    if (delay.isZero() && interval.equals(this.interval.get())) {
      heartbeat = task;
    }
    return thread.schedule(delay, interval, task);
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    return thread.schedule(delay, task);
  }

  @Override
  public void execute(Runnable task) {
    thread.execute(task);
  }

  @Override
  public boolean isCurrentContext() {
    return thread.isCurrentContext();
  }

  @Override
  public void checkThread() {
    thread.checkThread();
  }

  @Override
  public boolean isBlocked() {
    return thread.isBlocked();
  }

  @Override
  public void block() {
    thread.block();
  }

  @Override
  public void unblock() {
    thread.unblock();
  }

  @Override
  public void close() {
    thread.close();
  }
}
