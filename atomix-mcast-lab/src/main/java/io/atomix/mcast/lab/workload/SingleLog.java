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

import io.atomix.primitive.operation.Command;
import io.atomix.primitive.operation.Query;
import java.util.List;
import java.util.Map;

/** Operations of the service that holds everything in one log. */
public interface SingleLog {

  /** Writes one entry. */
  @Command
  void put(String key, byte[] value);

  /** Writes several entries. */
  @Command
  void putAll(Map<String, byte[]> entries);

  /** Reads several entries. */
  @Query
  Map<String, byte[]> getAll(List<String> keys);

  /** Adds to several numbers. */
  @Command
  void add(Map<String, Long> deltas);

  /** Moves an amount from one number to another, if it is there; tells whether it was. */
  @Command
  boolean move(String from, String to, long amount);
}
