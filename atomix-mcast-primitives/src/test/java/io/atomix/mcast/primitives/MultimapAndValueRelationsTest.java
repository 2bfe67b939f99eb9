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

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MultimapAndValueRelationsTest {
  private static final byte[] VALUE = {1};
  private final Conflicts multimap = Conflicts.of(new AtomicMultimapRelation());
  private final Conflicts value = Conflicts.of(new AtomicValueRelation());

  @Test
  void valuesOfOneKeyConflictAndThoseOfTwoDoNot() {
    multimap.conflict(
        multimap.call("put", "a", VALUE), multimap.call("remove", "a", new byte[] {2}));
    multimap.conflict(
        multimap.call("replaceValues", "a", List.of(VALUE)),
        multimap.call("containsEntry", "a", VALUE));
    multimap.doNotConflict(multimap.call("put", "a", VALUE), multimap.call("put", "b", VALUE));
    multimap.doNotConflict(multimap.call("removeAll", "a"), multimap.call("get", "b"));
  }

  @Test
  void aMappingConflictsInEachOfItsKeys() {
    multimap.conflict(
        multimap.call("putAllMapping", Map.of("a", List.of(VALUE), "b", List.of())),
        multimap.call("containsKeys", List.of("b")));
    multimap.doNotConflict(
        multimap.call("removeAllMapping", Map.of("a", List.of(VALUE))), multimap.call("get", "b"));
  }

  @Test
  void countsAndClearingConcernTheWholeMultimap() {
    multimap.conflict(multimap.call("keyCount"), multimap.call("put", "a", VALUE));
    multimap.conflict(
        multimap.call("containsValue", (Object) VALUE), multimap.call("removeAll", "a"));
    multimap.conflict(multimap.tell("clear"), multimap.call("get", "a"));
  }

  @Test
  void aMappingThatIsNoneMeansTheWholeMultimap() {
    multimap.conflict(multimap.call("putAllMapping", "a"), multimap.call("get", "b"));
  }

  @Test
  void aValueIsWrittenOrRead() {
    value.conflict(value.tell("set", (Object) VALUE), value.call("get"));
    value.conflict(
        value.call("getAndSet", (Object) VALUE), value.call("compareAndSet", VALUE, VALUE));
    value.doNotConflict(value.call("get"), value.call("get"));
    value.doNotConflict(value.tell("addListener"), value.tell("set", (Object) VALUE));
  }
}
