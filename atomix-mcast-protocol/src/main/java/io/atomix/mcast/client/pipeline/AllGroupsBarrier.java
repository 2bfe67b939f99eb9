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

import java.util.ArrayList;
import java.util.List;

/**
 * Holds a multicast message back until it stands behind nothing that has to wait, in any of its
 * groups. Else the groups that have it would wait for the vote of one in whose queue it stands
 * behind others, hold up all that conflicts with it, and take its client for dead in the end (rule
 * 9).
 *
 * <p>From then on it goes with the next batch of each of its groups, but is no reason for a batch
 * of one group while another's queue is held up by a batch that is under way: its caller has to
 * wait for that one anyway, and meanwhile more can gather. Thread-safe; it calls nobody: the
 * pipelines look at it.
 */
public final class AllGroupsBarrier {
  private volatile List<GroupPlace> places = List.of();
  private volatile boolean heldBack;
  private int missing;
  private Throwable withdrawn;

  /** The message in the line of one group, which the pipeline owns. */
  record GroupPlace(Submission submission, CallLine line, Pipeline pipeline) {
    private boolean isHeldUp() {
      return !submission.isSent() && line.isBusy();
    }
  }

  /**
   * Creates a barrier.
   *
   * @param groups in how many groups the message has to arrive here
   */
  public AllGroupsBarrier(int groups) {
    this.missing = groups;
  }

  /** Adds a group; to be called for each before the message can arrive in it. */
  synchronized void leadsTo(GroupPlace place) {
    List<GroupPlace> more = new ArrayList<>(places);
    more.add(place);
    places = List.copyOf(more);
  }

  /** Returns where the message is in line; all of it once the barrier is open. */
  List<GroupPlace> places() {
    return places;
  }

  /** Returns whether the message is a reason for a batch of a group that has none under way. */
  boolean mayLead() {
    for (GroupPlace place : places) {
      if (place.isHeldUp()) {
        // Whoever sends it there at this moment sees this, or is seen to have sent it.
        heldBack = true;
        if (place.isHeldUp() && withdrawn() == null) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns whether other groups have waited for the message to be sent to one. */
  boolean heldBack() {
    return heldBack;
  }

  /**
   * Takes note that in one more group nothing stands before the message. If that was the last one,
   * the message may go in all lines, and returns true: their pipelines have to be woken.
   */
  synchronized boolean arrive() {
    missing--;
    if (missing > 0) {
      return false;
    }
    for (GroupPlace place : places) {
      place.line().release(place.submission());
    }
    return true;
  }

  synchronized boolean isOpen() {
    return missing == 0;
  }

  /** The message must not be sent to any group any more that it was not sent to. */
  public synchronized void withdraw(Throwable why) {
    if (withdrawn == null) {
      withdrawn = why;
    }
  }

  /** Returns why the message must not be sent any more, or null. */
  public synchronized Throwable withdrawn() {
    return withdrawn;
  }
}
