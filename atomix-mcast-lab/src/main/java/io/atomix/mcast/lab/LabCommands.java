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
package io.atomix.mcast.lab;

import io.atomix.mcast.agent.CommandProvider;
import io.atomix.mcast.lab.bench.BenchCommand;
import io.atomix.mcast.lab.demo.BankCommand;
import io.atomix.mcast.lab.demo.DemoCommand;
import io.atomix.mcast.lab.sabotage.SabotageCommand;
import io.atomix.mcast.lab.soak.SoakCommand;
import io.atomix.mcast.lab.torture.ClientCommand;
import io.atomix.mcast.lab.torture.TortureCommand;
import java.util.List;

/** The commands of the laboratory. */
public final class LabCommands implements CommandProvider {

  @Override
  public List<Class<?>> commands() {
    return List.of(
        DemoCommand.class,
        BankCommand.class,
        BenchCommand.class,
        SoakCommand.class,
        TortureCommand.class,
        SabotageCommand.class,
        ClientCommand.class);
  }

  @Override
  public List<String> examples() {
    return List.of(
        "  mcast demo                                     see what it is for, in under a minute",
        "  mcast bank                                     measure it beside Atomix's transactions",
        "  mcast bench --quick                            measure it beside the alternatives",
        "  mcast torture                                  try to break a cluster, and check");
  }
}
