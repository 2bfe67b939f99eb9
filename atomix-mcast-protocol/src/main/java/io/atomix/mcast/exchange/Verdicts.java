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
package io.atomix.mcast.exchange;

import io.atomix.mcast.group.Judge;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.Outlook;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Rule 11: has conditional messages judged on previews, as soon as they are stable and all
 * conditional messages before them are decided. Each waits for one of these, and is looked at again
 * when that is decided. Not thread-safe; all is done on the executor.
 */
final class Verdicts {
  private final Function<MessageId, Outlook> outlooks;
  private final Map<MessageId, Set<MessageId>> waiting = new HashMap<>();
  private final Map<MessageId, MessageId> waitsFor = new HashMap<>();
  private final Set<MessageId> toJudge = new LinkedHashSet<>();
  private Judge judge = Judge.NONE;

  /**
   * Judges nothing yet.
   *
   * @param outlooks what is known of messages, null of those that are not pending
   */
  Verdicts(Function<MessageId, Outlook> outlooks) {
    this.outlooks = outlooks;
  }

  void judgeBy(Judge newJudge) {
    judge = newJudge;
  }

  void clear() {
    waiting.clear();
    waitsFor.clear();
    toJudge.clear();
  }

  /** A message is stable; it is judged by {@link #judgeAll} if it can be. */
  void consider(TrackedMessage message) {
    if (message.own().condition() == MessageStatus.Condition.OPEN
        && !waitsFor.containsKey(message.id())) {
      toJudge.add(message.id());
    }
  }

  /** More is known of a message, for which others may wait. */
  void changed(MessageId id) {
    if (!waiting.isEmpty() && waiting.containsKey(id) && isDecided(outlooks.apply(id))) {
      for (MessageId each : waiting.remove(id)) {
        waitsFor.remove(each);
        toJudge.add(each);
      }
    }
  }

  private static boolean isDecided(Outlook outlook) {
    return outlook == null
        || outlook.certainty() == Outlook.Certainty.DECIDED
        || outlook.certainty() == Outlook.Certainty.DROPPED;
  }

  /** Judges what can be judged; {@code judged} may make more of it possible. */
  void judgeAll(BiConsumer<MessageId, Boolean> judged) {
    while (!toJudge.isEmpty()) {
      Iterator<MessageId> first = toJudge.iterator();
      MessageId id = first.next();
      first.remove();
      Judge.Judgement judgement = judge.judge(id, this::outlook);
      if (judgement.holds() != null) {
        judged.accept(id, judgement.holds());
      } else if (judgement.undecided() != null) {
        waitsFor.put(id, judgement.undecided());
        waiting.computeIfAbsent(judgement.undecided(), each -> new LinkedHashSet<>(2)).add(id);
      }
    }
  }

  private Outlook outlook(MessageId id) {
    Outlook outlook = outlooks.apply(id);
    return outlook == null ? Outlook.OPEN : outlook;
  }
}
