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
package io.atomix.mcast.observe;

import io.atomix.mcast.ordering.MessageId;

/**
 * Selects the messages that are traced: one in so many, by their ids, so that all groups and
 * callers choose the same.
 *
 * @param oneIn 1 for all of them
 */
public record Sampling(int oneIn) {
  /** Every message. */
  public static final Sampling ALL = new Sampling(1);

  private static final long MIX_1 = 0xff51afd7ed558ccdL;
  private static final long MIX_2 = 0xc4ceb9fe1a85ec53L;

  /** Checks that it is a number of messages. */
  public Sampling {
    if (oneIn < 1) {
      throw new IllegalArgumentException(
          "One in " + oneIn + " messages cannot be traced; choose 1 for all, or more");
    }
  }

  /** Returns whether the message is traced. */
  public boolean chooses(MessageId message) {
    return oneIn == 1
        || Long.remainderUnsigned(
                mix(message.sequence() + mix(message.clientHigh() + mix(message.clientLow()))),
                oneIn)
            == 0;
  }

  /** Every bit of the number changes about half of the result's. */
  private static long mix(long number) {
    long mixed = (number ^ number >>> 33) * MIX_1;
    mixed = (mixed ^ mixed >>> 33) * MIX_2;
    return mixed ^ mixed >>> 33;
  }
}
