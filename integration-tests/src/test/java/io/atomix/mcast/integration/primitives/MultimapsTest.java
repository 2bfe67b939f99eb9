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
import io.atomix.core.multimap.AtomicMultimap;
import io.atomix.core.multimap.AtomicMultimapEvent;
import io.atomix.core.multimap.DistributedMultimap;
import io.atomix.core.multimap.MultimapEvent;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import io.atomix.utils.time.Versioned;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class MultimapsTest {

  private static AtomicMultimap<String, String> atomic(Primitives primitives, int member) {
    return primitives.open(member, "multimap", Atomix::<String, String>atomicMultimapBuilder);
  }

  @Test
  void aKeyOfAnAtomicMultimapHoldsManyValues(Primitives primitives) {
    AtomicMultimap<String, String> first = atomic(primitives, 1);
    AtomicMultimap<String, String> second = atomic(primitives, 2);

    assertThat(first.put("fruit", "apple")).isTrue();
    assertThat(second.put("fruit", "pear")).isTrue();
    assertThat(second.put("fruit", "pear")).as("the same entry again").isFalse();
    assertThat(first.putAll(Map.of("root", List.of("carrot", "beet"), "leaf", List.of("kale"))))
        .isTrue();

    Versioned<Collection<String>> fruit = second.get("fruit");
    assertThat(fruit.value()).containsExactlyInAnyOrder("apple", "pear");
    assertThat(second.size()).isEqualTo(5);
    assertThat(second.containsEntry("root", "beet")).isTrue();
    assertThat(second.containsValue("kale")).isTrue();
    assertThat(second.keySet()).containsExactlyInAnyOrder("fruit", "root", "leaf");
    assertThat(second.asMap().size()).isEqualTo(3);
    assertThat(new HashSet<>(second.entries())).hasSize(5);
    assertThat(first.replaceValues("fruit", List.of("plum")).value())
        .containsExactlyInAnyOrder("apple", "pear");
    assertThat(second.remove("fruit", "apple")).isFalse();
    assertThat(second.removeAll("root").value()).containsExactlyInAnyOrder("carrot", "beet");
    assertThat(first.size()).isEqualTo(2);
    second.clear();
    assertThat(first.isEmpty()).isTrue();
  }

  @Test
  void theVersionOfAMultimapKeyGrowsWithItsValues(Primitives primitives) {
    AtomicMultimap<String, String> first = atomic(primitives, 1);
    AtomicMultimap<String, String> third = atomic(primitives, 3);
    first.put("a", "1");
    long before = third.get("a").version();

    first.put("a", "2");

    assertThat(third.get("a").version()).isGreaterThan(before);
  }

  @Test
  void listenersHearEachValueThatComesAndGoes(Primitives primitives) {
    Heard<AtomicMultimapEvent<String, String>> heard = new Heard<>();
    atomic(primitives, 3).addListener(heard::add);
    AtomicMultimap<String, String> writer = atomic(primitives, 1);

    writer.put("a", "1");
    writer.put("a", "2");
    writer.remove("a", "1");

    assertThat(heard.atLeast(3))
        .extracting(AtomicMultimapEvent::type)
        .containsExactly(
            AtomicMultimapEvent.Type.INSERT,
            AtomicMultimapEvent.Type.INSERT,
            AtomicMultimapEvent.Type.REMOVE);
    assertThat(heard.soFar().get(2).oldValue()).isEqualTo("1");
  }

  @Test
  void aDistributedMultimapIsSharedByTheNodes(Primitives primitives) {
    DistributedMultimap<String, String> first =
        primitives.open(1, "multimap", Atomix::<String, String>multimapBuilder);
    DistributedMultimap<String, String> second =
        primitives.open(2, "multimap", Atomix::<String, String>multimapBuilder);
    Heard<MultimapEvent<String, String>> heard = new Heard<>();
    second.addListener(heard::add);

    first.put("a", "1");
    first.put("a", "2");
    first.put("b", "3");

    assertThat(second.get("a")).containsExactlyInAnyOrder("1", "2");
    assertThat(second.size()).isEqualTo(3);
    assertThat(second.keySet()).containsExactlyInAnyOrder("a", "b");
    heard.first("b", e -> e.key().equals("b") && e.newValue().equals("3"));
    assertThat(second.removeAll("a")).containsExactlyInAnyOrder("1", "2");
    assertThat(first.containsKey("a")).isFalse();
  }
}
