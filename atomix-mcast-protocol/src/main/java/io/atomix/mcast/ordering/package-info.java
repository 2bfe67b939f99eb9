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
 * <p>Its words are those of {@link io.atomix.mcast}; {@code docs/protocol.md} has the rules.
 *
 * <table>
 *   <caption>Where the rules are</caption>
 *   <tr><td>1, 2, 7</td><td>{@link io.atomix.mcast.ordering.GroupOrdering}</td></tr>
 *   <tr><td>3</td><td>{@link io.atomix.mcast.ordering.Decisions}</td></tr>
 *   <tr><td>5</td><td>{@link io.atomix.mcast.ordering.Below} is what a group tells, {@link io.atomix.mcast.ordering.Stability} judges</td></tr>
 *   <tr><td>4, 6, 9, 10</td><td>{@code Decisions} says when the entry is logged, {@code GroupOrdering} what it does; {@code Stability} says what is stable</td></tr>
 *   <tr><td>10</td><td>{@link io.atomix.mcast.ordering.Submitters} besides: who may still submit a refused message</td></tr>
 *   <tr><td>8</td><td>{@link io.atomix.mcast.ordering.EarlyCompletion}, in the client</td></tr>
 *   <tr><td>11</td><td>{@code Decisions}; {@link io.atomix.mcast.ordering.Foresight} says what comes before a message that is judged on a preview</td></tr>
 * </table>
 *
 * <p>What a group tells others ({@link io.atomix.mcast.ordering.MessageStatus}) follows from its
 * log: it may be lost, late or repeated.
 */
package io.atomix.mcast.ordering;
