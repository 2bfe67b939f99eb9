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

import io.atomix.mcast.client.pipeline.Submission.SubmissionStage;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.ReadAnswer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * All that has come from a group over one Raft session, and the commands for which something is to
 * come. It decides in which order callers are told, and hands that to the {@link Completions}.
 * Passive, and guarded by the pipeline's lock.
 */
final class Arrivals {
  private final Completions completions;
  private final Consumer<Notification> events;
  private final NotificationReceiver receiver = new NotificationReceiver();
  private final Map<Long, Submission> awaited = new LinkedHashMap<>();
  private long lastBatchIndex;
  private long lastReadIndex;
  private long acknowledged;

  /**
   * Creates a place for what comes.
   *
   * @param events takes events and ends of sessions, with the completions
   */
  Arrivals(Completions completions, Consumer<Notification> events) {
    this.completions = completions;
    this.events = events;
  }

  /** Something is to come for a command. */
  void await(Submission submission) {
    awaited.put(submission.sequence(), submission);
  }

  /** Nothing more comes for a command than what its caller is told now. */
  void over(Submission submission) {
    submission.enter(SubmissionStage.OVER);
    awaited.remove(submission.sequence());
  }

  /**
   * The caller no longer waits for the deferred result of a message. One that is still in line
   * keeps its stage: queries that were called after it wait for what is before it.
   */
  void forget(long sequence) {
    Submission submission = awaited.remove(sequence);
    if (submission != null && submission.isSent()) {
      submission.enter(SubmissionStage.OVER);
    }
  }

  /** Takes out the commands for which something was to come, and adds those that are sent. */
  Collection<Submission> drain(List<Submission> sending) {
    Set<Submission> left = new LinkedHashSet<>(awaited.values());
    left.addAll(sending);
    awaited.clear();
    return left;
  }

  /** Returns whether a result has been to come for longer than this. */
  boolean isAnyLate(long now, long nanos) {
    return awaited.values().stream().anyMatch(submission -> submission.isLate(now, nanos));
  }

  /** A batch was answered: its commands have their answers, each behind what comes before it. */
  void answered(SentBatch batch, Answer.AnswerBatch answers, long now) {
    List<Submission> submissions = batch.submissions();
    int carried = batch.carried().size();
    acknowledged = Math.max(acknowledged, batch.acknowledging());
    lastBatchIndex = Math.max(lastBatchIndex, answers.index());
    int told = 0;
    for (int i = 0; i < submissions.size(); i++) {
      told = tellBefore(carried + i, answers.notifications(), told);
      Submission submission = submissions.get(i);
      Answer answer = answers.answers().get(answers.understood() ? carried + i : 0);
      if (answer instanceof Answer.Finished) {
        over(submission);
      } else {
        submission.logged(now);
      }
      completions.add(() -> submission.answer().complete(answer));
    }
    tellBefore(Long.MAX_VALUE, answers.notifications(), told);
  }

  /** Tells, from an index on, what comes before one more answer than these. */
  private int tellBefore(long answers, List<Answer.CarriedNotification> notifications, int from) {
    int next = from;
    while (next < notifications.size() && notifications.get(next).after() <= answers) {
      receiver.take(notifications.get(next++).notification());
    }
    if (next > from) {
      tell(receiver.releaseUpTo(notifications.get(next - 1).notification().number()));
    }
    return next;
  }

  /** Takes what came along with an answer to queries, to be told before it. */
  void came(ReadAnswer.QueryResults answer) {
    lastReadIndex = Math.max(lastReadIndex, answer.index());
    List<Notification> notifications = answer.notifications();
    notifications.forEach(receiver::take);
    if (!notifications.isEmpty()) {
      tell(receiver.releaseUpTo(notifications.get(notifications.size() - 1).number()));
    }
    // What was acknowledged and is held back does not come along again.
    tell(receiver.release(answer.index()));
  }

  /** Takes what the group's leader brings, or what it was asked for. */
  void came(List<Notification> notifications) {
    notifications.forEach(receiver::take);
  }

  /**
   * Tells what waits for no answer any more.
   *
   * @param busy whether a batch is under way, whose answer comes before its events
   */
  void release(boolean busy) {
    tell(receiver.release(busy ? lastBatchIndex : Long.MAX_VALUE));
  }

  private void tell(List<Notification> notifications) {
    for (Notification notification : notifications) {
      if (notification instanceof Notification.Deferred deferred) {
        Submission submission = awaited.get(deferred.sequence());
        if (submission != null) {
          over(submission);
          completions.add(() -> submission.deferred().complete(deferred.result()));
        }
      } else {
        completions.add(() -> events.accept(notification));
      }
    }
  }

  /** Rule 8: a leader says that messages are stable. */
  void stable(List<Long> sequences) {
    for (long sequence : sequences) {
      Submission submission = awaited.get(sequence);
      if (submission != null) {
        completions.add(submission::stable);
      }
    }
  }

  /** Returns the highest log index that an answer was as of. */
  long lastIndex() {
    return Math.max(lastBatchIndex, lastReadIndex);
  }

  /** Returns the number of the last notification that was told, with all before it. */
  long told() {
    return receiver.told();
  }

  /** Returns the number of the last notification that is here with all before it. */
  long received() {
    return receiver.received();
  }

  /** Returns the number of notifications of which the group does not know that they are here. */
  long unacknowledged() {
    return receiver.received() - acknowledged;
  }
}
