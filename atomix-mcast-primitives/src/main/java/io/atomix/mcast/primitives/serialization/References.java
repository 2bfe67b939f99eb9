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

import com.esotericsoftware.kryo.util.MapReferenceResolver;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.UUID;

/**
 * Numbers the objects in a value, so that one that comes again is written as a reference. Kryo
 * tells by identity: a list with one string twice, and a list with two equal strings, would be
 * equal values with different bytes. Here what is a value by itself is written again each time;
 * numbers are given as Kryo gives them, so that both forms can be read.
 */
final class References extends MapReferenceResolver {
  /** Classes of which only the value counts, beside {@link String}. */
  private static final Set<Class<?>> VALUES =
      Set.of(
          BigDecimal.class,
          BigInteger.class,
          Duration.class,
          Instant.class,
          LocalDate.class,
          LocalDateTime.class,
          LocalTime.class,
          OffsetDateTime.class,
          Period.class,
          URI.class,
          UUID.class,
          ZonedDateTime.class);

  private final ValueSerializer serializer;
  private int written;
  private Class<?> last;

  References(ValueSerializer serializer) {
    this.serializer = serializer;
  }

  @Override
  public int getWrittenId(Object object) {
    return isValue(object.getClass()) ? -1 : super.getWrittenId(object);
  }

  @Override
  public int addWrittenObject(Object object) {
    Class<?> type = object.getClass();
    if (type != last) {
      serializer.meet(type);
      last = type;
    }
    int id = written++;
    if (!isValue(type)) {
      writtenObjects.put(object, id);
    }
    return id;
  }

  private static boolean isValue(Class<?> type) {
    return type == String.class || VALUES.contains(type);
  }

  @Override
  public void reset() {
    super.reset();
    written = 0;
    last = null;
  }
}
