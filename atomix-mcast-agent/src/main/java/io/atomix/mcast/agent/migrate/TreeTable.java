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
package io.atomix.mcast.agent.migrate;

import io.atomix.core.tree.AsyncAtomicDocumentTree;
import io.atomix.core.tree.DocumentException;
import io.atomix.core.tree.DocumentPath;
import io.atomix.core.tree.NoSuchDocumentPathException;
import io.atomix.mcast.agent.client.StoredBytes;
import io.atomix.utils.time.Versioned;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A document tree: its paths, without the root, which has no value, are the keys. A node without a
 * value has empty contents.
 */
final class TreeTable implements TargetTable<DocumentPath, Optional<StoredBytes>> {
  private final AsyncAtomicDocumentTree<byte[]> tree;

  /** Creates a view of a tree that is connected. */
  TreeTable(AsyncAtomicDocumentTree<byte[]> tree) {
    this.tree = tree;
  }

  @Override
  public CompletableFuture<Optional<StoredBytes>> read(DocumentPath path) {
    return tree.get(path).thenApply(TreeTable::contents);
  }

  @Override
  public void scan(TableVisitor<DocumentPath, Optional<StoredBytes>> visitor)
      throws InterruptedException {
    scanBelow(DocumentPath.ROOT, visitor);
  }

  private void scanBelow(
      DocumentPath parent, TableVisitor<DocumentPath, Optional<StoredBytes>> visitor)
      throws InterruptedException {
    for (Map.Entry<String, Versioned<byte[]>> child :
        Scans.result(tree.getChildren(parent)).entrySet()) {
      DocumentPath path = new DocumentPath(child.getKey(), parent);
      visitor.visit(path, contents(child.getValue()));
      scanBelow(path, visitor);
    }
  }

  @Override
  public OptionalLong size() {
    return OptionalLong.empty();
  }

  @Override
  public boolean listen(Consumer<DocumentPath> changed) throws InterruptedException {
    Scans.result(
        tree.addListener(DocumentPath.ROOT, event -> changed.accept(event.path()), Runnable::run));
    return true;
  }

  /** Sets the node; makes it, and those above it, if there is none. */
  @Override
  public CompletableFuture<Void> write(DocumentPath path, Optional<StoredBytes> contents) {
    byte[] value = contents.map(StoredBytes::bytes).orElse(null);
    return tree.set(path, value)
        .<Void>thenApply(before -> null)
        .exceptionallyCompose(
            error ->
                Scans.rootCause(error) instanceof DocumentException
                    ? tree.createRecursive(path, value).thenApply(made -> null)
                    : CompletableFuture.failedFuture(error));
  }

  /** Fails while the node has others below it, which have to go first. */
  @Override
  public CompletableFuture<Void> remove(DocumentPath path) {
    return tree.remove(path)
        .<Void>thenApply(before -> null)
        .exceptionallyCompose(
            error ->
                Scans.rootCause(error) instanceof NoSuchDocumentPathException
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(error));
  }

  @Override
  public String show(DocumentPath path) {
    return path.toString();
  }

  @Override
  public void close() {
    tree.close();
  }

  private static Optional<StoredBytes> contents(Versioned<byte[]> value) {
    return value == null ? null : Optional.ofNullable(StoredBytes.ofNullable(value.value()));
  }
}
