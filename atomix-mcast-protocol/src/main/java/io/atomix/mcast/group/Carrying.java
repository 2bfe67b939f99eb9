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
package io.atomix.mcast.group;

import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Notification;
import java.util.ArrayList;
import java.util.List;

/**
 * Notifications that go to a client along with the answers to its batch: those that it has not
 * received of what happened before, and those that its own commands publish, each behind the answer
 * to its command and before the answers to later ones.
 */
final class Carrying {
  private final Client client;

  /**
   * The number of the last notification before the first answer, behind it, behind the second, ...
   */
  private final long[] last;

  private int answers;

  Carrying(Client client, int commands) {
    this.client = client;
    this.last = new long[commands + 1];
    this.last[0] = client.lastNumber();
  }

  /** The next command has been answered, and has published what it publishes. */
  void answered() {
    last[++answers] = client.lastNumber();
  }

  /** Returns the notifications, for a client that has received all up to a number. */
  List<Answer.CarriedNotification> notifications(long received) {
    List<Notification> lacking = client.lacking(received);
    if (lacking.isEmpty()) {
      return List.of();
    }
    List<Answer.CarriedNotification> notifications = new ArrayList<>(lacking.size());
    int after = 0;
    for (Notification notification : lacking) {
      while (last[after] < notification.number()) {
        after++;
      }
      notifications.add(new Answer.CarriedNotification(after, notification));
    }
    return notifications;
  }
}
