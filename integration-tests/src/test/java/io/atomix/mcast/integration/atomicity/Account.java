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
package io.atomix.mcast.integration.atomicity;

import io.atomix.primitive.operation.Command;
import io.atomix.primitive.operation.Query;
import java.util.List;

/** A balance in each partition, and what became of each transfer that it took part in. */
public interface Account {

  /** Whether there is as much as this. */
  @Query
  boolean covers(int amount);

  /** Gives the balance. */
  @Query
  int balance();

  /** Gives the transfers that were made, in their order. */
  @Query
  List<String> made();

  /** Gives the transfers that were refused, in their order. */
  @Query
  List<String> refused();

  /** Makes a transfer: changes the balance and gives the new one. */
  @Command
  int make(String transfer, int amount);

  /** Refuses a transfer and gives the balance. */
  @Command
  int refuse(String transfer);
}
