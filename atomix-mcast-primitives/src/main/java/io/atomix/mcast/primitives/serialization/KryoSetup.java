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

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.CompatibleFieldSerializer;
import io.atomix.utils.serializer.Namespace;
import java.net.URI;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Teaches each of Atomix's Kryo instances the classes of the JDK that Kryo 4 cannot read, or not on
 * Java 17 without opening {@code java.util} to it. Atomix lets nobody near these instances; but
 * Kryo makes a serializer for a class that is registered by calling the constructor that the class
 * names, with the instance: that is where this is done, before the user's classes are registered.
 *
 * <p>Ids are part of the format of stored values. They lie below {@code
 * Namespaces.BEGIN_USER_CUSTOM_ID}, and leave the ids of the user's classes where they were.
 */
public final class KryoSetup extends Serializer<KryoSetup.Marker> {
  private static final int FIRST_ID = 450;
  private static final int LINK_ID = 498;

  /** The class for whose sake Kryo calls {@link KryoSetup}. No value contains it. */
  @DefaultSerializer(KryoSetup.class)
  public static final class Marker {
    private Marker() {}
  }

  /** A class that says nothing of its serializer. */
  private static final class Plain {}

  /** Leads from a Kryo instance to the serializer that it works for. */
  private static final class SerializerLink extends Serializer<SerializerLink> {
    private final ValueSerializer serializer;

    SerializerLink(ValueSerializer serializer) {
      this.serializer = serializer;
    }

    @Override
    public void write(Kryo kryo, Output output, SerializerLink object) {
      throw new UnsupportedOperationException("Nobody has anything to write here");
    }

    @Override
    public SerializerLink read(Kryo kryo, Input input, Class<SerializerLink> type) {
      throw new UnsupportedOperationException("Nobody has written anything here");
    }
  }

  /** Called by Kryo, with the instance that is to learn. */
  public KryoSetup(Kryo kryo) {
    // Atomix makes an instance of this namespace by itself, too, which nobody uses.
    if (kryo.getClassResolver().getRegistration(HashSet.class) != null) {
      teach(kryo);
    }
  }

  private static void teach(Kryo kryo) {
    ValueSerializer serializer =
        ((SerializerLink) kryo.getSerializer(SerializerLink.class)).serializer;
    kryo.setReferenceResolver(new References(serializer));
    CanonicalOrder order = new CanonicalOrder(serializer);
    boolean compatible =
        kryo.getDefaultSerializer(Plain.class) instanceof CompatibleFieldSerializer;
    kryo.addDefaultSerializer(
        Record.class, (instance, type) -> new RecordSerializer(type, compatible));
    registerImmutable(kryo, order);
    registerUnmodifiable(kryo);
    registerSimple(kryo);
    WholeSerializers.register(kryo);
    writeAsArrayList(kryo);
    sortHashed(kryo, order);
  }

  /** Returns what has to be registered before the user's classes, and takes none of their ids. */
  static Namespace namespace(ValueSerializer serializer) {
    return Namespace.builder()
        .nextId(LINK_ID)
        .register(new SerializerLink(serializer), SerializerLink.class)
        .register(Marker.class)
        .build();
  }

  private static void registerImmutable(Kryo kryo, CanonicalOrder order) {
    register(
        kryo,
        FIRST_ID,
        ElementsSerializer.ordered(KryoSetup::immutableList),
        List.of().getClass(),
        List.of(1).getClass(),
        List.of(1, 2, 3).subList(0, 2).getClass());
    register(
        kryo,
        FIRST_ID + 1,
        ElementsSerializer.unordered(order, elements -> Set.of(elements.toArray())),
        Set.of().getClass(),
        Set.of(1).getClass());
    register(
        kryo,
        FIRST_ID + 2,
        EntriesSerializer.unordered(order, Map::copyOf),
        Map.of().getClass(),
        Map.of(1, 1).getClass());
  }

  /** Streams make lists with nulls, of the same class as those without. */
  private static List<Object> immutableList(List<Object> elements) {
    return elements.contains(null) ? elements.stream().toList() : List.copyOf(elements);
  }

  private static void registerUnmodifiable(Kryo kryo) {
    register(
        kryo,
        FIRST_ID + 3,
        ElementsSerializer.ordered(Collections::unmodifiableList),
        Collections.unmodifiableList(new ArrayList<>()).getClass(),
        Collections.unmodifiableList(new LinkedList<>()).getClass());
    register(
        kryo,
        FIRST_ID + 4,
        ElementsSerializer.ordered(Collections::unmodifiableCollection),
        Collections.unmodifiableCollection(new ArrayList<>()).getClass());
    // Registered by Atomix, with a serializer that cannot read it.
    kryo.getRegistration(Collections.unmodifiableSet(new HashSet<>()).getClass())
        .setSerializer(
            ElementsSerializer.ordered(
                elements -> Collections.unmodifiableSet(new LinkedHashSet<>(elements))));
    register(
        kryo,
        FIRST_ID + 5,
        EntriesSerializer.ordered(Collections::unmodifiableMap),
        Collections.unmodifiableMap(new HashMap<>()).getClass());
    register(
        kryo,
        FIRST_ID + 6,
        new SortedViewSerializer.SortedSetViewSerializer(Collections::unmodifiableSortedSet),
        Collections.unmodifiableSortedSet(new TreeSet<>()).getClass());
    register(
        kryo,
        FIRST_ID + 7,
        new SortedViewSerializer.SortedSetViewSerializer(Collections::unmodifiableNavigableSet),
        Collections.unmodifiableNavigableSet(new TreeSet<>()).getClass(),
        Collections.emptyNavigableSet().getClass());
    register(
        kryo,
        FIRST_ID + 8,
        new SortedViewSerializer.SortedMapViewSerializer(Collections::unmodifiableSortedMap),
        Collections.unmodifiableSortedMap(new TreeMap<>()).getClass());
    register(
        kryo,
        FIRST_ID + 9,
        new SortedViewSerializer.SortedMapViewSerializer(Collections::unmodifiableNavigableMap),
        Collections.unmodifiableNavigableMap(new TreeMap<>()).getClass(),
        Collections.emptyNavigableMap().getClass());
  }

  private static void registerSimple(Kryo kryo) {
    register(kryo, FIRST_ID + 10, new EnumMapSerializer(), EnumMap.class);
    register(kryo, FIRST_ID + 11, new SimpleSerializers.OfUuid(), UUID.class);
    register(kryo, FIRST_ID + 12, new SimpleSerializers.OfUri(), URI.class);
    register(kryo, FIRST_ID + 13, new SimpleSerializers.OfBitSet(), BitSet.class);
    register(
        kryo, FIRST_ID + 14, new SimpleSerializers.OfEntry(Map::entry), Map.entry(1, 1).getClass());
    register(
        kryo,
        FIRST_ID + 15,
        new SimpleSerializers.OfEntry(AbstractMap.SimpleEntry::new),
        AbstractMap.SimpleEntry.class);
    register(
        kryo,
        FIRST_ID + 16,
        new SimpleSerializers.OfEntry(AbstractMap.SimpleImmutableEntry::new),
        AbstractMap.SimpleImmutableEntry.class);
  }

  /**
   * Writes lists that are read as an {@link ArrayList} as one, so that what was read equals what
   * was written in its bytes, too.
   */
  private static void writeAsArrayList(Kryo kryo) {
    Registration arrayList = kryo.getRegistration(ArrayList.class);
    for (Class<?> view :
        List.of(
            new ArrayList<>(List.of(1)).subList(0, 1).getClass(),
            new LinkedList<>(List.of(1)).subList(0, 1).getClass(),
            Arrays.asList(1, 2).subList(0, 1).getClass())) {
      kryo.register(new Registration(view, arrayList.getSerializer(), arrayList.getId()));
    }
    kryo.register(arrayList);
  }

  private static void sortHashed(Kryo kryo, CanonicalOrder order) {
    kryo.getRegistration(HashSet.class)
        .setSerializer(new HashOrderSerializers.HashSetSerializer(order));
    kryo.getRegistration(HashMap.class)
        .setSerializer(new HashOrderSerializers.HashMapSerializer(order));
    kryo.getRegistration(ConcurrentHashMap.class)
        .setSerializer(new HashOrderSerializers.HashMapSerializer(order));
    kryo.getRegistration(Properties.class)
        .setSerializer(new HashOrderSerializers.HashMapSerializer(order));
    kryo.addDefaultSerializer(Hashtable.class, new HashOrderSerializers.HashMapSerializer(order));
  }

  private static void register(Kryo kryo, int id, Serializer<?> serializer, Class<?>... types) {
    for (Class<?> type : types) {
      kryo.register(type, serializer, id);
    }
  }

  @Override
  public void write(Kryo kryo, Output output, Marker object) {
    throw new UnsupportedOperationException("Nobody has anything to write here");
  }

  @Override
  public Marker read(Kryo kryo, Input input, Class<Marker> type) {
    throw new UnsupportedOperationException("Nobody has written anything here");
  }
}
