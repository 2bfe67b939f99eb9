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
package io.atomix.mcast.wire;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One of the encodings that go over the network or into the log, by its two directions. */
record Encoding<T>(Class<T> type, Function<T, byte[]> encoder, Function<byte[], T> decoder) {

  /** All of them. */
  static final List<Encoding<?>> ALL =
      List.of(
          new Encoding<>(Batch.class, Batch::encode, Batch::decode),
          new Encoding<>(
              Answer.AnswerBatch.class, Answer.AnswerBatch::encode, Answer.AnswerBatch::decode),
          new Encoding<>(ReadRequest.class, ReadRequest::encode, ReadRequest::decode),
          new Encoding<>(ReadAnswer.class, ReadAnswer::encode, ReadAnswer::decode),
          new Encoding<>(GroupVerdict.class, GroupVerdict::encode, GroupVerdict::decode),
          new Encoding<>(LeaderPosition.class, LeaderPosition::encode, LeaderPosition::decode),
          new Encoding<>(Delivery.class, Delivery::encode, Delivery::decode),
          new Encoding<>(
              Delivery.Receipt.class, Delivery.Receipt::encode, Delivery.Receipt::decode),
          new Encoding<>(StableNotice.class, StableNotice::encode, StableNotice::decode),
          new Encoding<>(ExchangeMessage.class, ExchangeMessage::encode, ExchangeMessage::decode),
          new Encoding<>(
              ExchangeMessage.Reply.class,
              ExchangeMessage.Reply::encode,
              ExchangeMessage.Reply::decode),
          new Encoding<>(BackupRequest.class, BackupRequest::encode, BackupRequest::decode),
          new Encoding<>(BackupAnswer.class, BackupAnswer::encode, BackupAnswer::decode),
          new Encoding<>(LatestTerm.class, LatestTerm::encode, LatestTerm::decode),
          new Encoding<>(FollowerReport.class, FollowerReport::encode, FollowerReport::decode),
          new Encoding<>(MemberLog.class, MemberLog::encode, MemberLog::decode),
          new Encoding<>(LeadershipOffer.class, LeadershipOffer::encode, LeadershipOffer::decode),
          new Encoding<>(
              LeadershipOffer.OfferAnswer.class,
              LeadershipOffer.OfferAnswer::encode,
              LeadershipOffer.OfferAnswer::decode),
          new Encoding<>(HostedList.class, HostedList::encode, HostedList::decode));

  byte[] encode(Object value) {
    return encoder.apply(type.cast(value));
  }

  Object decode(byte[] bytes) {
    return decoder.apply(bytes);
  }

  /**
   * Returns all that a value holds as a text, arrays included, so that equal texts mean equal
   * values.
   */
  static String show(Object value) {
    if (value instanceof byte[] bytes) {
      return "bytes" + java.util.Arrays.toString(bytes);
    } else if (value instanceof Collection<?> many) {
      return many.stream().map(Encoding::show).collect(Collectors.joining(", ", "[", "]"));
    } else if (value instanceof Record && value.getClass().isRecord()) {
      return Stream.of(value.getClass().getRecordComponents())
          .map(component -> new Part(component.getName(), read(component, value)))
          .filter(part -> !isLeftOut(part.name(), part.value()))
          .map(part -> part.name() + "=" + show(part.value()))
          .collect(Collectors.joining(", ", value.getClass().getSimpleName() + "(", ")"));
    } else if (value instanceof String text) {
      return "\"" + text + "\"";
    }
    return String.valueOf(value);
  }

  /** A component of a record, which may be null. */
  private record Part(String name, Object value) {}

  /** What is on one primitive is shown as it was before there was anything else. */
  private static boolean isLeftOut(String component, Object value) {
    return (component.equals("others") || component.equals("elsewhere")) && List.of().equals(value);
  }

  private static Object read(RecordComponent component, Object value) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component, e);
    }
  }

  @Override
  public String toString() {
    String name = type.getName();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
