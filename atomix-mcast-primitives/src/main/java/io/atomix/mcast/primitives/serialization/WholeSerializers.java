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

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;

/**
 * Serializers for classes of which Kryo leaves a part out, without an error. The bytes of all other
 * values are Kryo's own: both read what the other wrote.
 */
final class WholeSerializers {
  private WholeSerializers() {}

  static void register(Kryo kryo) {
    if (ModuleLayer.boot().findModule("java.sql").isPresent()) {
      kryo.addDefaultSerializer(Timestamp.class, new OfTimestamp());
    }
    // Otherwise they are refused, or registered by the user.
    if (!kryo.isRegistrationRequired()) {
      kryo.getRegistration(ZonedDateTime.class).setSerializer(new OfZonedDateTime());
      kryo.getRegistration(Locale.class).setSerializer(new OfLocale());
    }
  }

  /**
   * Writes times in a zone. Kryo leaves out the offset, and reads the second of two equal hours,
   * when summer time ends, as the first. Here it follows the zone's name if it is not the one that
   * Kryo would read.
   */
  static final class OfZonedDateTime extends Serializer<ZonedDateTime> {
    OfZonedDateTime() {
      super(false, true);
    }

    @Override
    public void write(Kryo kryo, Output output, ZonedDateTime time) {
      writePart(kryo, output, LocalDate.class, time.toLocalDate());
      writePart(kryo, output, LocalTime.class, time.toLocalTime());
      ZonedDateTime otherwise = ZonedDateTime.of(time.toLocalDateTime(), time.getZone());
      output.writeString(
          otherwise.equals(time)
              ? time.getZone().getId()
              : time.getZone().getId() + " " + time.getOffset().getId());
    }

    @Override
    public ZonedDateTime read(Kryo kryo, Input input, Class<ZonedDateTime> type) {
      LocalDateTime time =
          LocalDateTime.of(
              readPart(kryo, input, LocalDate.class), readPart(kryo, input, LocalTime.class));
      String[] zone = input.readString().split(" ");
      return ZonedDateTime.ofLocal(
          time, ZoneId.of(zone[0]), zone.length == 1 ? null : ZoneOffset.of(zone[1]));
    }

    @SuppressWarnings("unchecked")
    private static <T> void writePart(Kryo kryo, Output output, Class<T> type, T part) {
      ((Serializer<T>) kryo.getDefaultSerializer(type)).write(kryo, output, part);
    }

    @SuppressWarnings("unchecked")
    private static <T> T readPart(Kryo kryo, Input input, Class<T> type) {
      return ((Serializer<T>) kryo.getDefaultSerializer(type)).read(kryo, input, type);
    }
  }

  /** Writes timestamps. Kryo leaves out what is less than a millisecond. */
  static final class OfTimestamp extends Serializer<Timestamp> {
    private static final int NANOS_OF_MILLI = 1_000_000;

    /** No time, so Kryo has never written it. */
    private static final long WITH_NANOS = Long.MIN_VALUE;

    @Override
    public void write(Kryo kryo, Output output, Timestamp time) {
      boolean whole = time.getNanos() % NANOS_OF_MILLI == 0;
      if (!whole) {
        output.writeLong(WITH_NANOS, true);
      }
      output.writeLong(time.getTime(), true);
      if (!whole) {
        output.writeInt(time.getNanos(), true);
      }
    }

    @Override
    public Timestamp read(Kryo kryo, Input input, Class<Timestamp> type) {
      long first = input.readLong(true);
      if (first != WITH_NANOS) {
        return new Timestamp(first);
      }
      Timestamp time = new Timestamp(input.readLong(true));
      time.setNanos(input.readInt(true));
      return time;
    }
  }

  /**
   * Writes locales. Kryo leaves out script and extensions: here their language tag stands in place
   * of the language.
   */
  static final class OfLocale extends Serializer<Locale> {
    OfLocale() {
      super(false, true);
    }

    @Override
    public void write(Kryo kryo, Output output, Locale locale) {
      String tag = locale.toLanguageTag();
      boolean plain = locale.getScript().isEmpty() && !locale.hasExtensions();
      boolean tagged = !plain && Locale.forLanguageTag(tag).equals(locale);
      output.writeAscii(tagged ? tag : locale.getLanguage());
      output.writeAscii(tagged ? "" : locale.getCountry());
      output.writeString(tagged ? "" : locale.getVariant());
    }

    @Override
    public Locale read(Kryo kryo, Input input, Class<Locale> type) {
      String language = input.readString();
      String country = input.readString();
      String variant = input.readString();
      return language.contains("-")
          ? Locale.forLanguageTag(language)
          : new Locale(language, country, variant);
    }
  }
}
