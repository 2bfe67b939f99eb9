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
package io.atomix.mcast.lab.torture;

import java.nio.file.Path;
import java.util.List;

/** Places where nodes keep their logs. */
interface Disks extends AutoCloseable {

  /** Returns a description of the disks, for the first lines of a run. */
  String description();

  /** Returns whether they can be slow and full. */
  boolean canFail();

  /** Returns the folder where a node keeps its logs, from 1 on. */
  Path folder(int node);

  /** Lets all that writes to a node's disk wait. */
  void freeze(int node);

  /** Lets it go on. */
  void thaw(int node);

  /** Fills a node's disk to the last byte. */
  void fill(int node);

  /** Makes room again. */
  void free(int node);

  /** Returns whether they can lose their power. */
  boolean canLosePower();

  /** Returns the words that have to come before the command of a node, behind the network's. */
  List<String> prefix(int node);

  /**
   * Cuts the power: what was not forced is lost, but for some of it. The node's process stands
   * still and has to be killed next.
   *
   * @param seed decides what of it is not lost
   */
  void cutPower(int node, long seed);

  /** Gives the power back; the node's process has ended, and starts on another boot. */
  void restorePower(int node);

  /** Takes them away; the nodes must have ended. */
  @Override
  void close();
}
