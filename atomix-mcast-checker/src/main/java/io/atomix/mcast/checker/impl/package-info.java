/**
 * The check of histories. {@link io.atomix.mcast.checker.impl.Checks} is the way in; a {@link
 * io.atomix.mcast.checker.impl.HistoryPart} of a history becomes {@link
 * io.atomix.mcast.checker.impl.PlacedOperation actions}, whose order inference narrows in an {@link
 * io.atomix.mcast.checker.impl.OrderGraph} and search completes.
 */
package io.atomix.mcast.checker.impl;
