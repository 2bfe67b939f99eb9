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
package io.atomix.mcast.primitives.channel;

/** The order in which a subscription of several partitions hears their messages. */
public enum DeliveryOrder {
  /** See {@link #ordered}. */
  ORDERED,
  /** See {@link #perPartition}. */
  PER_PARTITION;

  /**
   * Returns one order over all partitions of the subscription, for new code. A message is heard
   * once, when it has come in each of them that it goes to, and behind all that it conflicts with
   * and that comes before it in one of them. So any two subscribers that hear two messages, which
   * conflict, and listen to a partition that both go to, hear them in the same order, which is that
   * of real time; nothing is ever heard in a circle, and so nothing waits for ever.
   *
   * <p>A message that waits for its other half holds up only what conflicts with it. Of each
   * partition at most half of {@link MulticastChannelConfig#getBacklogSize} and {@link
   * MulticastChannelConfig#getBacklogBytes} waits so before no more is fetched from it, unless a
   * message that all the others wait for is behind them. {@link Subscription#waitingFor} tells of
   * which partitions the halves are missing: one without a majority holds up what waits for it.
   *
   * <p>A message of which one half does not come is not heard, because nobody could tell its place:
   * it is told as a {@link Gap} in the partitions that have it. That is so where one half is gone
   * from the history, or lies before the beginning of the subscription, which {@link From#oldest}
   * and {@link From#positions} may put anywhere. {@link From#now} and {@link From#after} cut no
   * message in two.
   */
  public static DeliveryOrder ordered() {
    return ORDERED;
  }

  /**
   * Returns an order for each partition by itself. A message is heard once in each of the
   * partitions that it goes to, by position, at once; what is heard of one partition may be ahead
   * of another.
   */
  public static DeliveryOrder perPartition() {
    return PER_PARTITION;
  }
}
