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
 * wait for that one anyway, and meanwhile more can gather. Thread-safe.
 */
final class Gate {
  private final Runnable opened;
  private final List<Place> places = new ArrayList<>(2);
  private volatile boolean heldBack;
  private int missing;
  private Throwable withdrawn;

  /** Pipeline in which the message goes to one group, and whether a batch is under way there. */
  private record Place(Submission submission, Pipeline pipeline) {
    boolean isHeldUp() {
      return !submission.isSent() && pipeline.isBusy();
    }
  }

  /**
   * Creates a gate.
   *
   * @param groups in how many groups the message has to arrive here
   * @param opened what is to be done, without locks, once it has, and when it may be a reason for a
   *     batch
   */
  Gate(int groups, Runnable opened) {
    this.missing = groups;
    this.opened = opened;
  }

  /** Adds a group; to be called for each before the message is given to it. */
  synchronized void leadsTo(Submission submission, Pipeline pipeline) {
    places.add(new Place(submission, pipeline));
  }

  /** Returns whether the message is a reason for a batch of a group that has none under way. */
  boolean mayLead() {
    for (Place place : places) {
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
   * Takes note that in one more group nothing stands before the message; returns whether that was
   * the last one, and {@link #open} has to be called.
   */
  synchronized boolean arrive() {
    missing--;
    if (missing > 0) {
      return false;
    }
    for (Place place : places) {
      place.pipeline().release(place.submission());
    }
    return true;
  }

  /** Lets the groups go on that wait; called by the one that they have waited for. */
  void open() {
    opened.run();
  }

  synchronized boolean isOpen() {
    return missing == 0;
  }

  /** The message must not be sent to any group any more that it was not sent to. */
  synchronized void withdraw(Throwable why) {
    if (withdrawn == null) {
      withdrawn = why;
    }
  }

  /** Returns why the message must not be sent any more, or null. */
  synchronized Throwable withdrawn() {
    return withdrawn;
  }
}
