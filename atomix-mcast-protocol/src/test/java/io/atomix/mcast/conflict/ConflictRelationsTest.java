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
package io.atomix.mcast.conflict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;
import io.atomix.primitive.operation.OperationId;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConflictRelationsTest {
  @TempDir Path folder;

  @Test
  void aServiceWithoutARelationConflictsInEverythingButQueries() {
    ConflictRelation relation = ConflictRelations.forService(Unknown.class);

    assertThat(relation.serviceType()).isEqualTo(Unknown.class);
    assertThat(relation.footprint(call(OperationId.query("get"))))
        .isEqualTo(Footprint.none().readsAll());
    assertThat(relation.footprint(call(OperationId.command("put"))))
        .isEqualTo(Footprint.none().writesAll());
    assertThat(relation.spansGroups(call(OperationId.command("clear")))).isTrue();
  }

  @Test
  void aRelationIsLookedForOnce() {
    assertThat(ConflictRelations.forService(Unknown.class))
        .isSameAs(ConflictRelations.forService(Unknown.class));
  }

  @Test
  void aRelationIsFoundByTheServiceThatItNames() throws IOException {
    try (URLClassLoader loader = loaderWith(ForOther.class, ForKnown.class)) {
      assertThat(find(Known.class, loader)).isInstanceOf(ForKnown.class);
    }
  }

  @Test
  void aProviderThatTwoLoadersSeeIsOne() throws IOException {
    try (URLClassLoader parent = loaderWith(ForKnown.class);
        URLClassLoader child = new URLClassLoader(new URL[0], parent)) {
      assertThat(find(Known.class, parent, child)).isInstanceOf(ForKnown.class);
    }
  }

  @Test
  void twoRelationsForOneServiceAreRefusedByName() throws IOException {
    try (URLClassLoader loader = loaderWith(ForKnown.class, AlsoForKnown.class)) {
      assertThatThrownBy(() -> find(Known.class, loader))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(Known.class.getName())
          .hasMessageContaining(ForKnown.class.getName())
          .hasMessageContaining(AlsoForKnown.class.getName());
    }
  }

  @Test
  void aProviderThatFailsIsNamed() throws IOException {
    for (Class<?> provider : List.of(FailsToStart.class, NamesNothing.class, FailsToName.class)) {
      try (URLClassLoader loader = loaderWith(ForKnown.class, provider)) {
        assertThatThrownBy(() -> find(Known.class, loader))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining(provider.getName())
            .hasMessageContaining("META-INF/services");
      }
    }
  }

  @Test
  void aProviderThatDoesNotExistIsNamed() throws IOException {
    try (URLClassLoader loader = loaderWith("nowhere.Missing")) {
      assertThatThrownBy(() -> find(Known.class, loader))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("nowhere.Missing");
    }
  }

  private static ConflictRelation find(Class<?> serviceType, ClassLoader... loaders) {
    return ConflictRelations.find(serviceType, Arrays.asList(loaders));
  }

  private URLClassLoader loaderWith(Class<?>... providers) throws IOException {
    return loaderWith(
        Arrays.stream(providers).map(Class::getName).collect(Collectors.joining("\n")));
  }

  private URLClassLoader loaderWith(String providers) throws IOException {
    Path root = Files.createTempDirectory(folder, "providers");
    Path file = root.resolve("META-INF/services").resolve(ConflictRelation.class.getName());
    Files.createDirectories(file.getParent());
    Files.writeString(file, providers);
    return new URLClassLoader(
        new URL[] {root.toUri().toURL()}, ConflictRelation.class.getClassLoader());
  }

  private static Invocation call(OperationId operation) {
    return Invocation.of(operation, null, true);
  }

  interface Unknown {}

  interface Known {}

  /** Whatever service it names, everything conflicts there. */
  abstract static class Named implements ConflictRelation {
    private final Class<?> serviceType;

    Named(Class<?> serviceType) {
      this.serviceType = serviceType;
    }

    @Override
    public Class<?> serviceType() {
      return serviceType;
    }

    @Override
    public Footprint footprint(Invocation invocation) {
      return ConflictRelation.everythingConflicts(invocation);
    }
  }

  public static class ForKnown extends Named {
    public ForKnown() {
      super(Known.class);
    }
  }

  public static class AlsoForKnown extends Named {
    public AlsoForKnown() {
      super(Known.class);
    }
  }

  public static class ForOther extends Named {
    public ForOther() {
      super(Runnable.class);
    }
  }

  public static class NamesNothing extends Named {
    public NamesNothing() {
      super(null);
    }
  }

  public static class FailsToStart extends Named {
    public FailsToStart() {
      super(Known.class);
      throw new IllegalStateException("not today");
    }
  }

  public static class FailsToName extends Named {
    public FailsToName() {
      super(Known.class);
    }

    @Override
    public Class<?> serviceType() {
      throw new NoClassDefFoundError("some/Service");
    }
  }
}
