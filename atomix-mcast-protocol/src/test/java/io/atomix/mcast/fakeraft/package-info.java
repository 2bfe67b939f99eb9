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
 * Raft as the rest of this project sees it, faked once for all tests without a network: a group's
 * committed log ({@link io.atomix.mcast.fakeraft.RaftLog}), a server that calls a replica's service
 * ({@link io.atomix.mcast.fakeraft.ServiceOnRaft}), and a client's session ({@link
 * io.atomix.mcast.fakeraft.FakeRaftSession}). Who leads, what is lost and how long things take is
 * up to the simulations.
 */
package io.atomix.mcast.fakeraft;
