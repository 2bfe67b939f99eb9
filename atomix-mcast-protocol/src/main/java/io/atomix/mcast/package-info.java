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
 * The protocol {@code generic-multicast} for Atomix: operations over several partitions take effect
 * in one order that respects real time, and only what conflicts is ordered. This package is what
 * programs use; the words below are used in all packages. {@code docs/protocol.md} in the project's
 * source has the rules, which comments cite by number, why they are right, and what they cost.
 *
 * <table>
 *   <caption>Words</caption>
 *   <tr><td>group</td><td>the replicas of one Atomix partition: one Raft log</td></tr>
 *   <tr><td>message</td><td>one operation, with an id that is unique and totally ordered, and its destination groups</td></tr>
 *   <tr><td>local, multicast message</td><td>a message with one destination group; with two or more</td></tr>
 *   <tr><td>footprint</td><td>what a message touches in one group: keys that it reads, keys that it writes, or the whole primitive</td></tr>
 *   <tr><td>conflict</td><td>two messages conflict in a group if their footprints meet there and one of the two writes; operations that commute and return nothing may be declared not to conflict</td></tr>
 *   <tr><td>pending</td><td>accepted by a group, not yet executed there</td></tr>
 *   <tr><td>vote</td><td>the timestamp that a group gives a multicast message</td></tr>
 *   <tr><td>final timestamp</td><td>the maximum of the votes of all destination groups</td></tr>
 *   <tr><td>below</td><td>n is below m in a group if both are pending and conflict there, and n's timestamp in it, with its id, is lower</td></tr>
 *   <tr><td>closed</td><td>m is closed in a group if it is executed there, or its timestamp there is the final one and each message below it is stable, or dropped, or known to get a final timestamp above m's</td></tr>
 *   <tr><td>stable</td><td>closed in every destination group; what is not derived is not stable</td></tr>
 *   <tr><td>dropped</td><td>refused by a destination group, so never executed anywhere</td></tr>
 *   <tr><td>execute</td><td>apply the operation to the hosted primitive, at a position of a group's log</td></tr>
 *   <tr><td>status</td><td>what a group's log says of a multicast message</td></tr>
 *   <tr><td>verdict</td><td>of a conditional message: whether a group's part of the condition holds</td></tr>
 *   <tr><td>blind write</td><td>a write whose caller wants to know no more than that it takes effect, and whether its condition held if it has one</td></tr>
 * </table>
 *
 * <p>Two conflicting messages are ordered by (final timestamp, id).
 */
package io.atomix.mcast;
