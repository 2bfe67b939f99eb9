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
package io.atomix.mcast.primitives.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.utils.serializer.Serializer;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing of a value is left out, also what Kryo itself leaves out without an error. */
class WholeSerializersTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** Comes twice, as summer time ends. */
  private static final ZonedDateTime FIRST =
      ZonedDateTime.of(LocalDateTime.of(2026, 10, 25, 2, 30), BERLIN);

  private static final ZonedDateTime SECOND = FIRST.withLaterOffsetAtOverlap();

  private final Serializer theirs = Serializers.ofAtomicMap();
  private final ValueSerializer ours = Serializers.ofMulticastMap();

  static Stream<Object> whatKryoCutsShort() {
    return Stream.of(
        SECOND,
        SECOND.withNano(7),
        Timestamp.from(Instant.ofEpochSecond(5, 123_456_789)),
        Timestamp.from(Instant.ofEpochSecond(-5, 1)),
        ZonedDateTime.ofInstant(SECOND.toInstant(), BERLIN),
        Locale.forLanguageTag("zh-Hant-TW"),
        Locale.forLanguageTag("th-TH-u-ca-buddhist-nu-thai"));
  }

  @ParameterizedTest
  @MethodSource("whatKryoCutsShort")
  void comesBackWhole(Object value) {
    assertThat(theirs.<Object>decode(theirs.encode(value)))
        .as("if Kryo can, this class is not needed")
        .isNotEqualTo(value);
    assertThat(ours.<Object>decode(ours.encode(value))).isEqualTo(value);
    List<Object> inside = List.of(value, Map.of("key", value));
    assertThat(ours.<Object>decode(ours.encode(inside))).isEqualTo(inside);
  }

  static Stream<Object> others() {
    return Stream.of(
        FIRST,
        ZonedDateTime.of(LocalDateTime.of(2026, 3, 29, 2, 30), BERLIN),
        ZonedDateTime.of(LocalDateTime.MIN, ZoneOffset.MAX),
        ZonedDateTime.of(LocalDateTime.MAX, ZoneOffset.ofTotalSeconds(-3661)),
        ZonedDateTime.of(LocalDateTime.of(2026, 1, 1, 0, 0, 0, 1), ZoneId.of("UTC+01:00")),
        new Timestamp(0),
        new Timestamp(-1),
        Timestamp.from(Instant.ofEpochSecond(5, 120_000_000)),
        Locale.ROOT,
        Locale.GERMANY,
        Locale.ENGLISH,
        new Locale("de", "DE", "POSIX_x"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void theBytesOfOtherValuesAreKryos(Object value) {
    assertThat(ours.<Object>decode(ours.encode(value))).isEqualTo(value);
    assertThat(ours.encode(value)).isEqualTo(theirs.encode(value));
    assertThat(ours.<Object>decode(theirs.encode(value))).isEqualTo(value);
  }
}
