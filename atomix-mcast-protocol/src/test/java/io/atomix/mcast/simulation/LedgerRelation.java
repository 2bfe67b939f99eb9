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
package io.atomix.mcast.simulation;

import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;

/** What operations of a ledger touch. */
public final class LedgerRelation implements ConflictRelation {
  @Override
  public Class<?> serviceType() {
    return Ledger.class;
  }

  @Override
  public Footprint footprint(Invocation invocation) {
    return switch (invocation.name()) {
      case "append", "change", "later" -> Footprint.none().writes(invocation.argument(0));
      case "add" -> Footprint.none().commutes(invocation.argument(0));
      case "stamp" -> Footprint.none().writesAll();
      case "read", "endsWith" -> Footprint.none().reads(invocation.argument(0));
      case "dump" -> Footprint.none().readsAll();
      case "listen", "changes" -> Footprint.none();
      default -> throw new IllegalArgumentException("No operation of a ledger: " + invocation);
    };
  }
}
