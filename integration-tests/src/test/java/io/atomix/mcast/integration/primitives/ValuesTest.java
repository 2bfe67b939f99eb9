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
package io.atomix.mcast.integration.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.value.AtomicValue;
import io.atomix.core.value.AtomicValueEvent;
import io.atomix.core.value.DistributedValue;
import io.atomix.core.value.ValueEvent;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class ValuesTest {

  private static AtomicValue<String> atomic(Primitives primitives, int member) {
    return primitives.open(member, "value", Atomix::<String>atomicValueBuilder);
  }

  @Test
  void onlyOneNodeWinsACompareAndSetOfAValue(Primitives primitives) {
    AtomicValue<String> first = atomic(primitives, 1);
    AtomicValue<String> second = atomic(primitives, 2);
    AtomicValue<String> third = atomic(primitives, 3);
    first.set("free");

    List<Callable<Boolean>> tasks =
        List.of(
            () -> first.compareAndSet("free", "first"),
            () -> second.compareAndSet("free", "second"),
            () -> third.compareAndSet("free", "third"));
    List<Boolean> won = Parallel.run(tasks);

    assertThat(won).containsExactlyInAnyOrder(true, false, false);
    assertThat(third.get()).isEqualTo(List.of("first", "second", "third").get(won.indexOf(true)));
  }

  @Test
  void listenersOfAnAtomicValueHearOldAndNewInOrder(Primitives primitives) {
    Heard<AtomicValueEvent<String>> heard = new Heard<>();
    atomic(primitives, 2).addListener(heard::add);
    AtomicValue<String> writer = atomic(primitives, 1);

    writer.set("a");
    assertThat(writer.getAndSet("b")).isEqualTo("a");
    writer.compareAndSet("b", "c");

    assertThat(heard.atLeast(3))
        .extracting(AtomicValueEvent::newValue)
        .containsExactly("a", "b", "c");
    assertThat(heard.soFar())
        .extracting(AtomicValueEvent::oldValue)
        .containsExactly(null, "a", "b");
  }

  @Test
  void aDistributedValueIsSharedAndTellsOfItsChanges(Primitives primitives) {
    DistributedValue<String> first = primitives.open(1, "value", Atomix::<String>valueBuilder);
    DistributedValue<String> third = primitives.open(3, "value", Atomix::<String>valueBuilder);
    Heard<ValueEvent<String>> heard = new Heard<>();
    third.addListener(heard::add);

    first.set("a");

    assertThat(third.get()).isEqualTo("a");
    assertThat(third.getAndSet("b")).isEqualTo("a");
    assertThat(first.get()).isEqualTo("b");
    heard.first("the second value", e -> e.newValue().equals("b"));
  }
}
