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
package io.atomix.mcast.ordering;

/**
 * The identity of a message: unique, and totally ordered in the same way in every group.
 *
 * @param clientHigh the first half of the sending client's 128-bit identity
 * @param clientLow the second half of it
 * @param sequence the number that the client gave the message; a client's numbers grow
 */
public record MessageId(long clientHigh, long clientLow, long sequence)
    implements Comparable<MessageId> {
  /** Returns whether the same client has sent both. */
  public boolean isOfClientOf(MessageId that) {
    return clientHigh == that.clientHigh && clientLow == that.clientLow;
  }

  @Override
  public int compareTo(MessageId that) {
    int byHigh = Long.compare(clientHigh, that.clientHigh);
    if (byHigh != 0) {
      return byHigh;
    }
    int byLow = Long.compare(clientLow, that.clientLow);
    return byLow != 0 ? byLow : Long.compare(sequence, that.sequence);
  }

  @Override
  public String toString() {
    return String.format("%016x%016x/%d", clientHigh, clientLow, sequence);
  }
}
