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
package io.atomix.mcast.client.pipeline;

import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.OwnStableMessages;
import io.atomix.mcast.ordering.OwnStableMessages.StableJudgement;
import java.util.List;

/**
 * Tells the calls of this client what the votes say of them (rule 8), those that are below others
 * first: a call that is settled lets others go that take it for granted that what is below it is
 * known as well. Thread-safe.
 */
public final class JudgedByVotes {
  private final OwnStableMessages<JudgedCall> messages;
  private final Object lock = new Object();
  private final Completions completions = new Completions("this node", lock);

  /** A call that waits for a judgement. */
  @FunctionalInterface
  public interface JudgedCall {
    /** The votes say that the message is stable, or do not say so. */
    void judged(boolean stable);
  }

  /** Creates an instance for the client that a message is of. */
  JudgedByVotes(MessageId ofClient) {
    messages = new OwnStableMessages<>(ofClient);
  }

  /**
   * Takes the votes of all groups on a message.
   *
   * @param call told once, by any thread that brings votes
   */
  public void take(MessageId id, List<MessageStatus> votes, JudgedCall call) {
    synchronized (lock) {
      tell(messages.take(id, votes, call));
    }
    completions.run();
  }

  /** The votes on a message will never be complete. */
  public void lost(MessageId id) {
    synchronized (lock) {
      tell(messages.lost(id));
    }
    completions.run();
  }

  private void tell(List<StableJudgement<JudgedCall>> judgements) {
    for (StableJudgement<JudgedCall> judgement : judgements) {
      completions.add(() -> judgement.call().judged(judgement.stable()));
    }
  }
}
