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

/**
 * Counts of the operations that one node has called on one group. All but the first grow only.
 *
 * @param inFlight operations that have begun and not ended
 * @param waits how often a caller was held up because {@code maxInFlight} was reached
 * @param rejected how often an operation was refused for that reason
 * @param retries how often an operation that was not applied was tried again
 */
public record ClientCounts(int inFlight, long waits, long rejected, long retries) {
  /** Counts of a node that has called nothing. */
  public static final ClientCounts NOTHING = new ClientCounts(0, 0, 0, 0);
}
