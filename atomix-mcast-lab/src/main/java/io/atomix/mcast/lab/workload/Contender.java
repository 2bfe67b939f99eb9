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
package io.atomix.mcast.lab.workload;

/** Contenders that a workload can be done with. */
public enum Contender {
  /** The protocol of this project. */
  GENERIC_MULTICAST("generic-multicast"),
  /** Atomix's Raft partitions, for operations on one key. */
  MULTI_RAFT("multi-raft"),
  /** Atomix's transactions on its Raft partitions, opened for each commit as its manual shows. */
  TRANSACTION("transaction"),
  /**
   * One Raft partition that holds everything, with a service made for the purpose: an operation on
   * several keys is one entry of the one log (atomic broadcast, the road without multicast).
   */
  SINGLE_LOG("single-log");

  private final String text;

  Contender(String text) {
    this.text = text;
  }

  /** The name in options and results. */
  public String text() {
    return text;
  }

  /** Returns whether each operation needs a thread that waits for it. */
  boolean blocks() {
    return this == TRANSACTION;
  }

  @Override
  public String toString() {
    return text;
  }
}
