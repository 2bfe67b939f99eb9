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
package io.atomix.mcast.simulation;

import io.atomix.mcast.group.GroupEffects;
import io.atomix.mcast.group.GroupHost;
import io.atomix.mcast.group.Judge;
import io.atomix.mcast.group.StatusChange;
import io.atomix.mcast.observe.StateView;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Checks what one group finds on previews (rule 11): all its leaders find the same, and so does
 * every replica when it is the message's turn.
 */
final class PreviewCheck {
  private final Consumer<String> problems;
  private final Map<MessageId, Found> found = new TreeMap<>();

  private record Found(long timestamp, boolean holds) {}

  PreviewCheck(Consumer<String> problems) {
    this.problems = problems;
  }

  /** Returns how many messages were judged on previews. */
  int count() {
    return found.size();
  }

  /** Returns a host that is told all, and of which all is noted. */
  GroupHost on(GroupHost host) {
    return new ForwardingHost(host) {
      @Override
      public void hosts(StateView view, Judge judge) {
        super.hosts(view, checked(judge));
      }

      @Override
      public void applied(GroupEffects effects) {
        for (StatusChange change : effects.statuses()) {
          if (change.status() != null) {
            stands(change.id(), change.status());
          }
        }
        super.applied(effects);
      }
    };
  }

  private Judge checked(Judge judge) {
    return (id, outlooks) -> {
      Judge.Judgement judgement = judge.judge(id, outlooks);
      if (judgement.holds() != null) {
        Found now = new Found(outlooks.apply(id).timestamp(), judgement.holds());
        Found before = found.putIfAbsent(id, now);
        if (before != null && !before.equals(now)) {
          problems.accept("A preview of " + id + " finds " + now + ", another found " + before);
        }
      }
      return judgement;
    };
  }

  private void stands(MessageId id, MessageStatus status) {
    Found before = found.get(id);
    if (before != null
        && status.state().pending()
        && status.first()
        && status.timestamp() == before.timestamp
        && status.holds() != before.holds) {
      problems.accept("A preview of " + id + " found " + before + ", its turn finds otherwise");
    }
  }
}
