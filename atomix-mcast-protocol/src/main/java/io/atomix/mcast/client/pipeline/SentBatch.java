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

import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A batch that is under way.
 *
 * @param submissions the commands that wait for answers
 * @param carried what the group is told before them
 * @param acknowledging the number of the last notification of which it says that it is here
 */
record SentBatch(List<Submission> submissions, List<Command> carried, long acknowledging) {

  /** Returns how many bytes commands leave of this many. */
  static int spaceBeside(List<Submission> submissions, int bytes) {
    int space = bytes;
    for (Submission each : submissions) {
      space -= each.command().size();
    }
    return space;
  }

  byte[] encode(UUID client, long resolvedBelow) {
    List<Command> commands = new ArrayList<>(carried);
    submissions.forEach(submission -> commands.add(submission.command()));
    return new Batch(client, resolvedBelow, acknowledging, commands).encode();
  }

  /**
   * Decodes the answer.
   *
   * @throws WireException if it is damaged
   */
  Answer.AnswerBatch decode(byte[] bytes) {
    int commands = carried.size() + submissions.size();
    Answer.AnswerBatch answers = Answer.AnswerBatch.decode(bytes);
    int expected = answers.understood() ? commands : 1;
    if (answers.answers().size() != expected) {
      throw new WireException(
          "The answer to a batch of "
              + commands
              + " commands holds "
              + answers.answers().size()
              + " answers");
    }
    return answers;
  }

  /**
   * Returns whether the answer may make a message of the batch stable; that is told with the next
   * batch, ahead of what it holds.
   */
  boolean mayMakeStable() {
    for (Submission submission : submissions) {
      if (submission.barrier() != null) {
        return true;
      }
    }
    return false;
  }
}
