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

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.Below;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.Position;
import io.atomix.primitive.operation.OperationType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Makes random values of records and sealed interfaces from their declarations, so that what is
 * added to the wire is tested as soon as it is declared.
 */
public final class RandomValues {
  /** Never on the wire: a submission travels as a command of its own. */
  private static final Set<Class<?>> NEVER_SENT =
      Set.of(Entry.SubmitLocal.class, Entry.SubmitMulticast.class);

  /** Components that may be null, and lists of which each element may be. */
  private static final Set<String> MAY_BE_NULL =
      Set.of(
          "OpenSession.config",
          "Open.config",
          "Operation.value",
          "Done.value",
          "Verdict.read",
          "Verdict.then",
          "Verdict.otherwise",
          "Event.value",
          "Voted.early",
          "Footprint.whole",
          "Statement.status",
          "Reply.leaderHint",
          "Reply.statuses[]",
          "Results.results[]");

  private static final String[] LETTERS = {
    "a", "Z", "0", "-", "\u0000", "é", "ß", "中", "\uD83D\uDE00"
  };

  private final Random random;
  private final Set<Class<?>> made = new LinkedHashSet<>();

  /** Creates a maker whose values depend on this source alone. */
  public RandomValues(Random random) {
    this.random = random;
  }

  /** Returns the classes of all records that have been made. */
  public Set<Class<?>> made() {
    return made;
  }

  /** Returns a value of a record, sealed interface or anything that these hold. */
  public <T> T any(Class<T> type) {
    return type.cast(make(type, type.getSimpleName()));
  }

  /** Returns the records that values of this type can hold, the type itself included. */
  static Set<Class<?>> recordsIn(Type type) {
    Set<Class<?>> found = new LinkedHashSet<>();
    collect(type, found);
    return found;
  }

  private static void collect(Type type, Set<Class<?>> found) {
    if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        collect(argument, found);
      }
    } else if (type instanceof Class<?> plain && plain.isSealed()) {
      sent(plain).forEach(each -> collect(each, found));
    } else if (type instanceof Class<?> plain && plain.isRecord() && found.add(plain)) {
      for (RecordComponent component : plain.getRecordComponents()) {
        collect(component.getGenericType(), found);
      }
    }
  }

  private static List<Class<?>> sent(Class<?> sealed) {
    List<Class<?>> classes = new ArrayList<>(List.of(sealed.getPermittedSubclasses()));
    classes.removeAll(NEVER_SENT);
    return classes;
  }

  private HostedOperation operation(OperationType type) {
    made.add(HostedOperation.class);
    byte[] value = (byte[]) make(byte[].class, "Operation.value");
    String atVote = type == OperationType.COMMAND ? orNull(text()) : null;
    return new HostedOperation(text(), type, value, atVote);
  }

  private <T> T orNull(T value) {
    return random.nextBoolean() ? value : null;
  }

  private Object make(Type type, String place) {
    if (MAY_BE_NULL.contains(place) && random.nextInt(4) == 0) {
      return null;
    }
    if (type instanceof ParameterizedType generic) {
      return collection(generic, place);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == GroupFootprint.class) {
      return footprint(place);
    } else if (plain == MessageStatus.class) {
      made.add(plain);
      return new MessageStatus(
          one(MessageStatus.State.values()),
          number(),
          random.nextBoolean(),
          below(),
          one(MessageStatus.Condition.values()));
    } else if (plain == HostedOperation.class) {
      made.add(plain);
      return operation(one(OperationType.values()));
    } else if (plain == ConditionalAction.class) {
      made.add(plain);
      return random.nextInt(4) == 0 ? joint() : conditional(true);
    } else if (plain == ExchangeMessage.Statement.class) {
      return statement();
    } else if (plain.isSealed()) {
      List<Class<?>> classes = sent(plain);
      return make(classes.get(random.nextInt(classes.size())), place);
    } else if (plain.isRecord()) {
      return record(plain);
    } else if (plain.isEnum()) {
      return one(plain.getEnumConstants());
    } else if (plain == String.class) {
      return text();
    } else if (plain == byte[].class) {
      byte[] bytes = new byte[random.nextInt(20)];
      random.nextBytes(bytes);
      return bytes;
    } else if (plain == long.class || plain == Long.class) {
      return number();
    } else if (plain == int.class) {
      return random.nextBoolean() ? random.nextInt(10) : random.nextInt();
    } else if (plain == boolean.class || plain == Boolean.class) {
      return random.nextBoolean();
    } else if (plain == UUID.class) {
      return new UUID(random.nextLong(), random.nextLong());
    }
    throw new IllegalStateException(
        "No random values of " + type + " yet, which " + place + " needs: add them here");
  }

  private Object record(Class<?> type) {
    made.add(type);
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      String place = type.getSimpleName() + "." + components[i].getName();
      values[i] = make(components[i].getGenericType(), place);
    }
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot make a " + type, e);
    }
  }

  private Object collection(ParameterizedType type, String place) {
    int size = random.nextInt(4);
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      elements.add(make(type.getActualTypeArguments()[0], place + "[]"));
    }
    return type.getRawType() == SortedSet.class ? new TreeSet<>(elements) : elements;
  }

  private ConditionalAction conditional(boolean alternative) {
    return new ConditionalAction(
        orNull(operation(OperationType.QUERY)),
        orNull(operation(OperationType.QUERY)),
        orNull(operation(OperationType.COMMAND)),
        alternative ? orNull(operation(OperationType.COMMAND)) : null);
  }

  private ConditionalAction joint() {
    made.add(ConditionalAction.ActionPart.class);
    List<ConditionalAction.ActionPart> parts = new ArrayList<>();
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      parts.add(
          random.nextBoolean()
              ? ConditionalAction.ActionPart.ifHeld(text(), 1 + (number() >>> 2))
              : new ConditionalAction.ActionPart(text(), number(), conditional(false)));
    }
    return conditional(false).and(parts);
  }

  private Below below() {
    made.add(Below.class);
    List<Position> nearest = new ArrayList<>();
    for (int left = random.nextInt(3); left > 0; left--) {
      nearest.add(any(Position.class));
    }
    return nearest.isEmpty() && random.nextBoolean() ? Below.TOO_MANY : Below.of(nearest);
  }

  /** Only what is submitted may be on several primitives. */
  private GroupFootprint footprint(String place) {
    made.add(GroupFootprint.class);
    TreeMap<String, GroupFootprint> others = new TreeMap<>();
    boolean submitted = place.equals("Local.footprint") || place.equals("Multicast.footprint");
    for (int left = submitted ? random.nextInt(3) : 0; left > 0; left--) {
      GroupFootprint other = footprintOfOne();
      others.put(other.primitive(), other);
    }
    GroupFootprint first = footprintOfOne();
    others.remove(first.primitive());
    return first.beside(others.values());
  }

  private GroupFootprint footprintOfOne() {
    SortedMap<Long, Access> keys = new TreeMap<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      keys.put(number(), one(Access.values()));
    }
    return new GroupFootprint(text(), (Access) make(Access.class, "Footprint.whole"), keys);
  }

  @SuppressWarnings("unchecked")
  private ExchangeMessage.Statement statement() {
    made.add(ExchangeMessage.Statement.class);
    var id = any(io.atomix.mcast.ordering.MessageId.class);
    MessageStatus status = (MessageStatus) make(MessageStatus.class, "Statement.status");
    ExchangeMessage.Ask ask = one(ExchangeMessage.Ask.values());
    // Only who asks for a refusal says where the message goes.
    SortedSet<io.atomix.mcast.ordering.GroupId> destinations =
        ask == ExchangeMessage.Ask.REFUSAL ? any(Entry.Refuse.class).destinations() : null;
    return new ExchangeMessage.Statement(id, status, ask, destinations);
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(10) == 0 ? 300 : random.nextInt(6); left > 0; left--) {
      text.append(one(LETTERS));
    }
    return text.toString();
  }

  private long number() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(5);
      case 1 -> random.nextLong();
      case 2 -> random.nextLong() >>> random.nextInt(64);
      default -> random.nextBoolean() ? Long.MAX_VALUE : -1;
    };
  }
}
