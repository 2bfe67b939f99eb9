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
package io.atomix.mcast;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the query that tells what a command of a service interface returns, before the command is
 * executed (rule 8). With it, a message to several partitions whose results are wanted is answered
 * in one round, as one is whose results nobody wants, if nothing conflicts with it: each partition
 * runs the query when it votes on the message.
 *
 * <p>The query has the same parameters as the command and is given the same arguments. It returns
 * what the command would return if it was executed on the state that the query sees, at the index
 * that the query sees: the command is executed at that index, which may be lower than that of
 * commands executed before it that do not conflict with it. So a service may derive versions from
 * the index, as they grow with each change of what the conflict relation takes for one thing. The
 * result of the command must not depend on anything that messages change which do not conflict with
 * it. A query that fails tells nothing: then the result is that of the execution.
 *
 * <p>An annotation on anything but a command, or that names no such query, is refused with an
 * {@link IllegalArgumentException} when a proxy of the service is made.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ResultAtVote {

  /** Returns the name of the query. */
  String value();
}
