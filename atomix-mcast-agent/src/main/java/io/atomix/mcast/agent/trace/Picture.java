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
package io.atomix.mcast.agent.trace;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.atomix.mcast.trace.TraceEvent;
import java.util.List;
import java.util.Map;

/**
 * Picture that the page draws. Times are in microseconds since the first event; messages are in the
 * order in which they began, and named by their places in the list.
 *
 * @param source what it is of
 * @param sampling one in so many messages is in it
 * @param lost how many older events of each group are not
 * @param notes sentences to show above
 * @param start when it begins, in microseconds since 1970 or since a simulation's beginning
 * @param end when the last event was
 * @param lanes the groups, callers first if there are any
 * @param leaders of each lane, the nodes that led it
 * @param total how many messages there are; more than are drawn if there are too many
 * @param partial how many more there are whose beginnings were not kept, and which are not drawn
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Picture(
    String source,
    int sampling,
    Map<String, Long> lost,
    List<String> notes,
    long start,
    long end,
    List<String> lanes,
    List<List<String>> leaders,
    int total,
    int partial,
    List<PictureMessage> messages) {

  /**
   * A message.
   *
   * @param begin when it was called, or first submitted
   * @param took until its caller was told, or it was executed in the last group; null if it is
   *     still under way
   * @param waited the longest that it waited for others in a group
   * @param called when its caller submitted it, or null if that is not known
   * @param returned when its caller was told, or null
   * @param ending {@code executed}, {@code early}, {@code stable}, {@code failed}, {@code refused},
   *     {@code aborted} or {@code open}
   * @param marked whether to point it out
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PictureMessage(
      String id,
      String sort,
      String operation,
      String primitive,
      String client,
      List<String> destinations,
      long begin,
      Long took,
      long waited,
      Long called,
      Long returned,
      String ending,
      boolean marked,
      List<PicturePart> parts) {}

  /**
   * A message in one group. Values that are not known are null.
   *
   * @param lane the place of the group among the lanes
   * @param leader the node that led the group then
   * @param index the log index of its submission
   * @param vote its timestamp when it was submitted
   * @param raisedTo its final timestamp, if that was higher
   * @param waitSince since when it waited for others in the group, or null if it never did
   * @param stable when the leader knew that nothing submitted later could come before it
   * @param end when it was executed, refused or aborted
   * @param ending which of these; null if none yet
   * @param held false if its condition did not hold
   * @param waitsFor places of messages that it waited for, the one that went last first
   * @param unknown ids of messages that it waited for and that are not drawn
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PicturePart(
      int lane,
      String leader,
      long index,
      Long submit,
      Long vote,
      Long raise,
      Long raisedTo,
      Long waitSince,
      Long stable,
      Long end,
      String ending,
      Boolean held,
      String whole,
      List<TraceEvent.EventKey> keys,
      int moreKeys,
      List<Integer> waitsFor,
      List<String> unknown) {

    /**
     * Returns for how long it had to wait for others, until it was stable or over; {@code now} is
     * when the trace ends.
     */
    long waited(long now) {
      return waitSince == null
          ? 0
          : Math.max(0, (stable != null ? stable : end != null ? end : now) - waitSince);
    }
  }
}
