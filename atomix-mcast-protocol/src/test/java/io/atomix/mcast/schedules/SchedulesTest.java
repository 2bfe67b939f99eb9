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
package io.atomix.mcast.schedules;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.testing.schedules.Schedules;
import io.atomix.mcast.testing.schedules.Schedules.ScheduledBody;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** What goes wrong in some schedules of threads is found, and what does not is left in peace. */
class SchedulesTest {
  private static final int MANY = 200;

  /** A number that threads count up. */
  private static class Count {
    private int value;

    private void unguarded() {
      value++;
    }

    private synchronized void guarded() {
      value++;
    }

    private synchronized void awaitOne() {
      while (value == 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }

    private synchronized void tellOne() {
      value++;
      notify();
    }
  }

  private static void assertFound(String what, ScheduledBody body) {
    assertThatThrownBy(() -> Schedules.explore(MANY, body))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Schedule ")
        .hasMessageContaining(what)
        .hasMessageContaining("SchedulesTest");
  }

  @Test
  void aLostUpdateIsFound() {
    assertFound(
        "expected 2, found 1",
        () -> {
          Count count = new Count();
          Schedules.sideBySide(count::unguarded, count::unguarded);
          Schedules.same("count", 2, count.value);
        });
  }

  @Test
  void underALockNoneIsLost() {
    Schedules.explore(
        MANY,
        () -> {
          Count count = new Count();
          ReentrantLock lock = new ReentrantLock();
          Runnable locked =
              () -> {
                lock.lock();
                try {
                  count.unguarded();
                } finally {
                  lock.unlock();
                }
              };
          Schedules.sideBySide(count::guarded, count::guarded);
          Schedules.sideBySide(locked, locked);
          Schedules.same("count", 4, count.value);
        });
  }

  @Test
  void whoIsNotifiedGoesOn() {
    Schedules.explore(
        MANY,
        () -> {
          Count count = new Count();
          Schedules.sideBySide(count::awaitOne, count::tellOne);
        });
  }

  @Test
  void whoIsNeverNotifiedIsFound() {
    assertFound(
        "Threads wait for each other",
        () -> {
          Count count = new Count();
          Schedules.sideBySide(count::awaitOne, count::awaitOne, count::tellOne);
        });
  }

  @Test
  void threadsThatLockInTwoOrdersAreFound() {
    assertFound(
        "Threads wait for each other",
        () -> {
          Count one = new Count();
          Count two = new Count();
          Schedules.sideBySide(() -> inOrder(one, two), () -> inOrder(two, one));
        });
  }

  private static void inOrder(Count first, Count second) {
    synchronized (first) {
      synchronized (second) {
        second.unguarded();
      }
    }
  }
}
