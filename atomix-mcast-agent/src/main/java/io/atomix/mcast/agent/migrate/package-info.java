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
 * The command {@code migrate}: moves a primitive from one partition group to another while programs
 * go on using it.
 *
 * <ul>
 *   <li>A <i>table</i> is a primitive in one group, seen as keys with contents ({@code
 *       SourceTable}, which can only read, and {@code TargetTable}). Contents are bytes as they are
 *       stored, so classes of values are not needed.
 *   <li>The <i>follower</i> copies keys that have changed, each as the source has it when it is
 *       read.
 *   <li>The <i>comparison</i> goes through both tables, and tells what differs.
 *   <li>A <i>record</i> in the management group says which way a primitive was moved last.
 * </ul>
 */
package io.atomix.mcast.agent.migrate;
