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
package io.atomix.mcast.primitives.map.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.atomix.core.collection.DistributedCollection;
import io.atomix.core.iterator.SyncIterator;
import io.atomix.mcast.primitives.CallArguments;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The views of a map are what {@link Collection} and {@link Set} say, each with 0 to 3 entries. */
class MapViewsContractTest {
  private static final Map<String, Function<MulticastMap<String, String>, DistributedCollection<?>>>
      VIEWS =
          Map.of(
              "keySet",
              MulticastMap::keySet,
              "values",
              MulticastMap::values,
              "entrySet",
              MulticastMap::entrySet);

  private static final Map<String, Consumer<Case>> PROMISES =
      Map.ofEntries(
          Map.entry("size and isEmpty", Case::size),
          Map.entry("iterator", Case::iterator),
          Map.entry("iterator past the end", Case::iteratorPastTheEnd),
          Map.entry("iterator removes", Case::iteratorRemoves),
          Map.entry(
              "iterator removes only what it returned", Case::iteratorRemovesOnlyWhatItReturned),
          Map.entry("toArray", Case::toArray),
          Map.entry("stream", Case::stream),
          Map.entry("contains", Case::contains),
          Map.entry("containsAll", Case::containsAll),
          Map.entry("remove", Case::remove),
          Map.entry("remove of what is not there", Case::removeOfWhatIsNotThere),
          Map.entry("removeAll", Case::removeAll),
          Map.entry("retainAll", Case::retainAll),
          Map.entry("removeIf", Case::removeIf),
          Map.entry("clear", Case::clear),
          Map.entry("adding", Case::adding),
          Map.entry("equals and hashCode", Case::equalsAndHashCode),
          Map.entry("toString", Case::text));

  @TestFactory
  Stream<DynamicTest> promisesOfCollections() {
    return VIEWS.keySet().stream()
        .flatMap(
            view ->
                IntStream.rangeClosed(0, 3)
                    .boxed()
                    .flatMap(
                        size ->
                            PROMISES.entrySet().stream()
                                .map(
                                    promise ->
                                        dynamicTest(
                                            view + " of " + size + ": " + promise.getKey(),
                                            () ->
                                                promise.getValue().accept(new Case(view, size))))));
  }

  /** A view of a map with entries a=1, b=2 and so on. */
  private static final class Case {
    private final MulticastMap<String, String> map =
        new LocalPartitions().map(false, false, new EntryCache<>(10)).sync();
    private final Collection<Object> view;
    private final boolean keys;
    private final List<Object> elements;
    private final Object absent;

    @SuppressWarnings("unchecked")
    Case(String name, int size) {
      MulticastMap<String, String> other = new LocalPartitions().map().sync();
      other.put("absent", "absent");
      Function<MulticastMap<String, String>, DistributedCollection<?>> viewed = VIEWS.get(name);
      absent = viewed.apply(other).iterator().next();
      for (int i = 0; i < size; i++) {
        map.put("" + (char) ('a' + i), "" + (i + 1));
      }
      view = (Collection<Object>) viewed.apply(map);
      elements = new ArrayList<>();
      view.iterator().forEachRemaining(elements::add);
      assertThat(elements).hasSize(size);
      keys = name.equals("keySet");
    }

    private void isNow(Collection<?> expected) {
      assertThat(new ArrayList<>(view)).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(map.size()).isEqualTo(expected.size());
      map.keySet().forEach(key -> assertThat(map.get(key)).isNotNull());
    }

    private List<Object> butFirst() {
      return elements.subList(Math.min(1, elements.size()), elements.size());
    }

    void size() {
      assertThat(view.size()).isEqualTo(elements.size());
      assertThat(view.isEmpty()).isEqualTo(elements.isEmpty());
    }

    void iterator() {
      List<Object> seen = new ArrayList<>();
      for (Object element : view) {
        seen.add(element);
      }
      assertThat(seen).containsExactlyInAnyOrderElementsOf(elements);
      seen.clear();
      view.forEach(seen::add);
      assertThat(seen).containsExactlyInAnyOrderElementsOf(elements);
    }

    void iteratorPastTheEnd() {
      var iterator = view.iterator();
      elements.forEach(element -> iterator.next());
      assertThat(iterator.hasNext()).isFalse();
      assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
      ((SyncIterator<?>) iterator).close();
    }

    void iteratorRemoves() {
      var iterator = view.iterator();
      assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
      for (int left = elements.size(); left > 0; left--) {
        Object removed = iterator.next();
        iterator.hasNext();
        iterator.remove();
        assertThat(view.contains(removed)).isFalse();
        assertThat(view).hasSize(left - 1);
        assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
      }
    }

    void iteratorRemovesOnlyWhatItReturned() {
      var iterator = view.iterator();
      for (int i = 0; i < elements.size(); i++) {
        iterator.next();
        String key = "" + (char) ('a' + i);
        map.keySet().stream().toList().forEach(each -> map.put(each, "changed"));
        assertThat(map.containsKey(key) || keys).isTrue();
        iterator.remove();
        assertThat(map.size()).isEqualTo(keys ? elements.size() - i - 1 : elements.size());
      }
    }

    void toArray() {
      Object[] expected = elements.toArray();
      assertThat(view.toArray()).containsExactlyInAnyOrder(expected);
      assertThat(view.toArray(new Object[0])).containsExactlyInAnyOrder(expected);
      assertThat(view.toArray(Object[]::new)).containsExactlyInAnyOrder(expected);
      Object[] exact = new Object[elements.size()];
      assertThat(view.toArray(exact)).isSameAs(exact).containsExactlyInAnyOrder(expected);
      Object[] larger = new Object[elements.size() + 2];
      Arrays.fill(larger, "before");
      assertThat(view.toArray(larger)).isSameAs(larger);
      assertThat(Arrays.copyOf(larger, elements.size())).containsExactlyInAnyOrder(expected);
      assertThat(larger[elements.size()]).isNull();
      assertThat(larger[elements.size() + 1]).isEqualTo("before");
      if (!elements.isEmpty()) {
        assertThatThrownBy(() -> view.toArray(new Integer[0]))
            .isInstanceOf(ArrayStoreException.class);
      }
    }

    void stream() {
      assertThat(view.stream().collect(Collectors.toList()))
          .containsExactlyInAnyOrderElementsOf(elements);
      assertThat(view.stream().toArray()).hasSize(elements.size());
      assertThat(view.parallelStream().count()).isEqualTo(elements.size());
    }

    void contains() {
      elements.forEach(element -> assertThat(view.contains(element)).isTrue());
      for (Object other : strangers()) {
        assertThat(view.contains(other)).as("%s", other).isFalse();
      }
    }

    private List<Object> strangers() {
      return Arrays.asList(
          absent,
          null,
          CallArguments.UNSERIALIZABLE,
          Map.entry("a", "1"),
          Collections.singletonMap("a", null).entrySet().iterator().next(),
          Map.entry("a", new Versioned<>("1", 99)),
          Map.entry("b", new Versioned<>("1", 0)),
          Map.entry(CallArguments.UNSERIALIZABLE, new Versioned<>("1", 1)),
          Map.entry("a", new Versioned<>(CallArguments.UNSERIALIZABLE, 1)),
          new Versioned<>("1", 99),
          new Versioned<>(null, 1),
          new Versioned<>("a", 0),
          new Versioned<>(CallArguments.UNSERIALIZABLE, 0),
          new Object());
    }

    void containsAll() {
      assertThat(view.containsAll(List.of())).isTrue();
      assertThat(view.containsAll(elements)).isTrue();
      assertThat(view.containsAll(butFirst())).isTrue();
      for (Object other : strangers()) {
        List<Object> more = new ArrayList<>(elements);
        more.add(other);
        assertThat(view.containsAll(more)).as("%s", other).isFalse();
      }
      assertThatThrownBy(() -> view.containsAll(null)).isInstanceOf(NullPointerException.class);
    }

    void remove() {
      List<Object> left = new ArrayList<>(elements);
      for (Object element : elements) {
        assertThat(view.remove(element)).isTrue();
        assertThat(view.remove(element)).isFalse();
        left.remove(element);
        isNow(left);
      }
    }

    void removeOfWhatIsNotThere() {
      for (Object other : strangers()) {
        assertThat(view.remove(other)).as("%s", other).isFalse();
      }
      assertThat(view.removeAll(strangers())).isFalse();
      isNow(elements);
    }

    void removeAll() {
      assertThat(view.removeAll(List.of())).isFalse();
      List<Object> unwanted = new ArrayList<>(butFirst());
      unwanted.addAll(unwanted);
      unwanted.add(absent);
      assertThat(view.removeAll(unwanted)).isEqualTo(elements.size() > 1);
      isNow(elements.subList(0, Math.min(1, elements.size())));
      assertThatThrownBy(() -> view.removeAll(null)).isInstanceOf(NullPointerException.class);
    }

    void retainAll() {
      List<Object> wanted = new ArrayList<>(elements);
      wanted.addAll(strangers());
      assertThat(view.retainAll(wanted)).isFalse();
      isNow(elements);
      assertThat(view.retainAll(butFirst())).isEqualTo(!elements.isEmpty());
      isNow(butFirst());
      assertThat(view.retainAll(strangers())).isEqualTo(elements.size() > 1);
      isNow(List.of());
      assertThatThrownBy(() -> view.retainAll(null)).isInstanceOf(NullPointerException.class);
    }

    void removeIf() {
      assertThat(view.removeIf(element -> false)).isFalse();
      isNow(elements);
      assertThat(view.removeIf(butFirst()::contains)).isEqualTo(elements.size() > 1);
      isNow(elements.subList(0, Math.min(1, elements.size())));
      assertThatThrownBy(() -> view.removeIf(null)).isInstanceOf(NullPointerException.class);
    }

    void clear() {
      view.clear();
      isNow(List.of());
    }

    void adding() {
      assertThatThrownBy(() -> view.add(absent))
          .isExactlyInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> view.addAll(List.of(absent)))
          .isExactlyInstanceOf(UnsupportedOperationException.class);
      isNow(elements);
    }

    void equalsAndHashCode() {
      Set<Object> equal = new HashSet<>(elements);
      if (view instanceof Set<?>) {
        assertThat(view.equals(equal)).isTrue();
        assertThat(equal.equals(view)).isTrue();
        assertThat(view.hashCode()).isEqualTo(equal.hashCode());
        equal.add(absent);
      }
      assertThat(view.equals(equal)).isFalse();
      assertThat(view.equals(view)).isTrue();
      assertThat(view.equals(elements)).isFalse();
    }

    void text() {
      assertThat(view.toString()).startsWith("[").endsWith("]");
      elements.forEach(element -> assertThat(view.toString()).contains(element.toString()));
    }
  }
}
