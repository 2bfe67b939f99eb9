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
 * The ordering core: what a group's log makes of messages, as a pure state machine. An {@link
 * io.atomix.mcast.ordering.Entry} of the log goes in, {@link io.atomix.mcast.ordering.Effect}s come
 * out; there is no clock, thread, input or output, nor randomness in it, and it imports the JDK and
 * itself only.
 *
 * <table>
 *   <caption>Words</caption>
 *   <tr><td>group</td><td>the replicas of one Atomix partition: one Raft log</td></tr>
 *   <tr><td>message</td><td>one operation, with an id and its destination groups: local with one, multicast with several</td></tr>
 *   <tr><td>footprint</td><td>what a message touches in one group; two messages conflict there if their footprints meet and one of them writes</td></tr>
 *   <tr><td>pending</td><td>accepted by a group, not yet executed there</td></tr>
 *   <tr><td>vote</td><td>the timestamp that a group gives a multicast message</td></tr>
 *   <tr><td>final timestamp</td><td>the maximum of the votes of all destination groups</td></tr>
 *   <tr><td>below</td><td>n is below m in a group if both are pending and conflict there, and n's timestamp in it, with its id, is lower</td></tr>
 *   <tr><td>closed</td><td>m is closed in a group if it is executed there, or its timestamp there is the final one and each message below it is stable, or dropped, or known to get a final timestamp above m's</td></tr>
 *   <tr><td>stable</td><td>closed in every destination group; what is not derived is not stable</td></tr>
 *   <tr><td>execute</td><td>apply the operation, at a position of a group's log</td></tr>
 * </table>
 *
 * <table>
 *   <caption>Where the rules are</caption>
 *   <tr><td>1, 2, 7</td><td>{@link io.atomix.mcast.ordering.GroupOrdering}</td></tr>
 *   <tr><td>3</td><td>{@link io.atomix.mcast.ordering.Decisions}</td></tr>
 *   <tr><td>5</td><td>{@link io.atomix.mcast.ordering.Below} is what a group tells, {@link io.atomix.mcast.ordering.Stability} judges</td></tr>
 *   <tr><td>4, 6, 9, 10</td><td>{@code Decisions} says when the entry is logged, {@code GroupOrdering} what it does; {@code Stability} says what is stable</td></tr>
 *   <tr><td>8</td><td>{@link io.atomix.mcast.ordering.EarlyCompletion}, in the client</td></tr>
 *   <tr><td>11</td><td>{@code Decisions}</td></tr>
 * </table>
 *
 * <p>What a group tells others ({@link io.atomix.mcast.ordering.Standing}) follows from its log: it
 * may be lost, late or repeated.
 */
package io.atomix.mcast.ordering;
