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
package io.atomix.mcast.agent.primitive;

import io.atomix.mcast.agent.Version;
import io.atomix.mcast.agent.client.ClientNode;
import io.atomix.mcast.agent.client.ClientOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the primitives of a cluster. */
@Command(
    name = "primitives",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Lists the primitives of a cluster, with type, protocol, group and size.",
    description = {
      "",
      "Name, type, protocol, partition groups, entries and sessions, with tabs between; a minus"
          + " where something is not known. Those on generic multicast are asked of their groups;"
          + " the others are in Atomix's list of primitives, which does not tell their group: with"
          + " several groups of other protocols each of them is named.",
      ""
    })
public final class PrimitivesCommand implements Callable<Integer> {
  @Mixin private ClientOptions cluster;

  @Option(names = "--json", description = "Print JSON, one object a line.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Results results = new Results(spec.commandLine().getOut(), json);
    try (ClientNode client = cluster.connect()) {
      List<CatalogEntry> all = new Catalog(client, this::note).all();
      for (CatalogEntry entry : all) {
        print(results, entry.lockNodes() == null ? counted(client, entry, all) : entry);
      }
      if (all.isEmpty()) {
        note("the cluster has no primitives");
      }
      return 0;
    }
  }

  /** Asks for the size of a primitive whose group tells none, if it is known which group it is. */
  private CatalogEntry counted(ClientNode client, CatalogEntry entry, List<CatalogEntry> all) {
    boolean certain = all.stream().filter(each -> each.name().equals(entry.name())).count() == 1;
    boolean counts =
        PrimitiveKind.of(entry.type())
            .filter(
                kind ->
                    kind == PrimitiveKind.MAP
                        || kind == PrimitiveKind.COUNTER_MAP
                        || kind == PrimitiveKind.SET)
            .isPresent();
    if (!certain || !counts) {
      return entry;
    }
    try (OpenedPrimitive primitive = new OpenedPrimitive(client.atomix(), entry)) {
      return entry.withEntries(primitive.size());
    } catch (RuntimeException e) {
      note(ClusterAnswers.failed("the size of '" + entry.name() + "'", e).getMessage());
      return entry;
    }
  }

  private static void print(Results results, CatalogEntry entry) {
    results.print(
        String.join(
            "\t",
            entry.name(),
            entry.type(),
            entry.protocol(),
            String.join(",", entry.groups()),
            shown(entry.entries()),
            shown(entry.sessions())),
        object -> {
          object
              .put("name", entry.name())
              .put("type", entry.type())
              .put("protocol", entry.protocol());
          entry.groups().forEach(object.putArray("groups")::add);
          object.set("entries", Results.known(entry.entries()));
          object.set("sessions", Results.known(entry.sessions()));
        });
  }

  private static String shown(long number) {
    return number < 0 ? "-" : String.valueOf(number);
  }

  private void note(String line) {
    spec.commandLine().getErr().println("mcast: " + line);
    spec.commandLine().getErr().flush();
  }
}
