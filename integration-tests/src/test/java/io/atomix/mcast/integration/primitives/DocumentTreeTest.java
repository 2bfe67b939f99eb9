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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.core.Atomix;
import io.atomix.core.tree.AtomicDocumentTree;
import io.atomix.core.tree.DocumentException;
import io.atomix.core.tree.DocumentPath;
import io.atomix.core.tree.DocumentTreeEvent;
import io.atomix.core.tree.IllegalDocumentModificationException;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class DocumentTreeTest {

  private static AtomicDocumentTree<String> tree(Primitives primitives, int member) {
    return primitives.open(member, "tree", Atomix::<String>atomicDocumentTreeBuilder);
  }

  @Test
  void aNodeNeedsItsParentAndKeepsItsChildren(Primitives primitives) {
    AtomicDocumentTree<String> first = tree(primitives, 1);
    AtomicDocumentTree<String> second = tree(primitives, 2);

    assertThat(first.create("/a", "1")).isTrue();
    assertThat(second.create("/a", "again")).isFalse();
    assertThatThrownBy(() -> second.create("/x/y", "orphan"))
        .hasRootCauseInstanceOf(DocumentException.class);
    assertThat(second.createRecursive("/a/b/c", "3")).isTrue();
    first.set("/a/d", "4");

    assertThat(second.getChildren("/a")).containsOnlyKeys("b", "d");
    assertThat(first.get("/a/b/c").value()).isEqualTo("3");
    assertThatThrownBy(() -> first.remove("/a"))
        .as("it has children")
        .hasRootCauseInstanceOf(IllegalDocumentModificationException.class);
    assertThat(first.remove("/a/b/c").value()).isEqualTo("3");
    assertThat(second.getChildren("/a/b")).isEmpty();
  }

  @Test
  void aNodeIsReplacedOnlyOnTheVersionOrValueThatWasSeen(Primitives primitives) {
    AtomicDocumentTree<String> first = tree(primitives, 1);
    AtomicDocumentTree<String> third = tree(primitives, 3);
    first.create("/a", "1");
    long old = third.get("/a").version();
    first.set("/a", "2");

    assertThat(third.replace("/a", "3", old)).isFalse();
    assertThat(third.replace("/a", "3", third.get("/a").version())).isTrue();
    assertThat(first.replace("/a", "4", "2")).isFalse();
    assertThat(first.replace("/a", "4", "3")).isTrue();
    assertThat(third.get("/a").value()).isEqualTo("4");
  }

  @Test
  void listenersHearOfTheirSubtreeOnly(Primitives primitives) {
    AtomicDocumentTree<String> writer = tree(primitives, 1);
    writer.create("/watched", "0");
    writer.create("/other", "0");
    Heard<DocumentTreeEvent<String>> heard = new Heard<>();
    tree(primitives, 2).addListener(DocumentPath.from("/watched"), heard::add);

    writer.create("/other/a", "1");
    writer.create("/watched/a", "1");
    writer.set("/watched/a", "2");
    writer.remove("/watched/a");

    assertThat(heard.atLeast(3))
        .extracting(DocumentTreeEvent::type)
        .containsExactly(
            DocumentTreeEvent.Type.CREATED,
            DocumentTreeEvent.Type.UPDATED,
            DocumentTreeEvent.Type.DELETED);
    assertThat(heard.soFar().get(1).newValue().orElseThrow().value()).isEqualTo("2");
    assertThat(heard.soFar().get(1).oldValue().orElseThrow().value()).isEqualTo("1");
  }
}
