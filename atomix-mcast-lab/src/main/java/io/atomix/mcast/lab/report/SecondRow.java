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
package io.atomix.mcast.lab.report;

/**
 * One second of a measurement that is told second by second.
 *
 * @param second which one: 0 begins when what is measured happens, and -1 is the one before
 * @param opsPerSecond operations that ended in it, failed ones aside; of several rounds, on average
 * @param p99Micros 99 of 100 operations that were to begin in it took no longer, in microseconds;
 *     those that failed count, too
 * @param maxMicros the longest operation that was to begin in it, in any round
 * @param errors operations that were to begin in it and failed, in all rounds
 */
public record SecondRow(
    int second, double opsPerSecond, double p99Micros, double maxMicros, long errors) {}
