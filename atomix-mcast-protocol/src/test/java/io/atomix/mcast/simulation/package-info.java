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
 * A simulation of whole clusters and their clients, in one thread, from one seed.
 *
 * <p>Real are the proxies and all below them in the client, the group's service with ordering and
 * hosted primitives, and the leader's exchange and deliveries. Played are Raft ({@code RaftGroup},
 * {@code RaftReplica}, {@code RaftSession}), the network ({@code Wires}), processes with their
 * threads and clocks ({@code Node}), and chance and time ({@link
 * io.atomix.mcast.simulation.World}). A {@code Simulation} is one run; {@code HistoryCheck} knows
 * nothing of the protocol; {@code Sabotage} shows that what is broken is found.
 */
package io.atomix.mcast.simulation;
