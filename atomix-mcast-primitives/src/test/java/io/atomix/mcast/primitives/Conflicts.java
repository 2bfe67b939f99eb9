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
package io.atomix.mcast.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Invocation;

/** Asks a relation whether two calls conflict, whichever comes first. */
record Conflicts(ConflictRelation relation, ServiceOperations operations) {

  static Conflicts of(ConflictRelation relation) {
    return new Conflicts(relation, ServiceOperations.of(relation.serviceType()));
  }

  Invocation call(String name, Object... arguments) {
    return operations.call(name, arguments);
  }

  Invocation tell(String name, Object... arguments) {
    return operations.tell(name, arguments);
  }

  void conflict(Invocation one, Invocation other) {
    check(one, other, true);
  }

  void doNotConflict(Invocation one, Invocation other) {
    check(one, other, false);
  }

  private void check(Invocation one, Invocation other, boolean expected) {
    assertThat(CommutationCheck.conflict(relation.footprint(one), relation.footprint(other)))
        .as("%s and %s conflict", one, other)
        .isEqualTo(expected);
    assertThat(CommutationCheck.conflict(relation.footprint(other), relation.footprint(one)))
        .as("%s and %s conflict", other, one)
        .isEqualTo(expected);
  }
}
