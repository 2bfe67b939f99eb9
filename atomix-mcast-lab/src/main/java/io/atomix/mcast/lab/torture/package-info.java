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
/**
 * The torture: a cluster of processes under faults, and what its clients saw, checked. In the order
 * in which things happen:
 *
 * <ol>
 *   <li>{@link io.atomix.mcast.lab.torture.TortureCommand} reads the options, {@code Torture} makes
 *       disks, network and processes ({@code Disks}, {@code Network}, {@code Members}, {@code
 *       Clients}, each process a {@code Program}) and takes them away;
 *   <li>{@code Conductor} runs rounds; {@code Schedule} decides from the seed which {@code Fault}
 *       comes when, {@code Injector} does it;
 *   <li>each client process, {@link io.atomix.mcast.lab.torture.ClientCommand}, has a {@code Load}
 *       of operations from {@code Source}s on the {@code Objects} of the round, recorded in a
 *       {@code Journal}; it listens in {@code RoundEvents}, recorded in an {@code EventLog};
 *   <li>{@code Histories} are what the files say, {@code RoundCheck} is what they show, with {@code
 *       ChannelCheck}, {@code WatchCheck}, {@code MapEventCheck} and {@code ElectionCheck} for what
 *       was heard, {@code Summary} adds it all up.
 * </ol>
 */
package io.atomix.mcast.lab.torture;
