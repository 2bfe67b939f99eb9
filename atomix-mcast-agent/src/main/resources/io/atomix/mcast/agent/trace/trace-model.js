'use strict';
// What there is, in what order and which of it is wanted. Nothing here draws.
const data = JSON.parse(document.getElementById('data').textContent);
const messages = data.messages;
const CALLERS = 'callers';

messages.forEach((m, i) => {
  m.i = i;
  m.finish = Math.max(m.begin, m.returned ?? 0, ...m.parts.map(p => p.end ?? data.end));
  m.name = (m.operation ?? (m.sort === 'unknown' ? 'began before this trace' : m.sort)) + (m.primitive ? ' of ' + m.primitive : '');
  m.keys = [...new Map(m.parts.flatMap(p => p.keys).map(k => [k.name, k])).values()];
  m.whole = m.parts.map(p => p.whole).find(Boolean);
  m.more = Math.max(0, ...m.parts.map(p => p.moreKeys));
  m.text = [m.id, m.name, m.client, m.ending].join(' ').toLowerCase();
  m.waitsFor = [...new Set(m.parts.flatMap(p => p.waitsFor))];
  m.holdsUp = [];
});
messages.forEach(m => m.waitsFor.forEach(i => messages[i].holdsUp.push(m.i)));

/** Ids of clients are long and random: their beginning is enough for the eye. */
const shortId = id => {
  const slash = id.indexOf('/');
  return slash < 8 ? id : id.slice(0, 8) + id.slice(slash);
};

/** A time in the unit that suits it. */
const span = micros => {
  if (micros == null) return '';
  const a = Math.abs(micros);
  if (a < 1000) return micros + ' µs';
  if (a < 1e6) return (micros / 1000).toFixed(a < 1e4 ? 2 : 1) + ' ms';
  return (micros / 1e6).toFixed(a < 1e7 ? 2 : 1) + ' s';
};

const ORDERS = {
  took: (a, b) => (b.took ?? Infinity) - (a.took ?? Infinity) || a.i - b.i,
  waited: (a, b) => b.waited - a.waited || a.i - b.i,
  begin: (a, b) => a.i - b.i,
};

/** Returns the messages that pass the filters, in the order of the list. */
const wanted = filter => {
  const q = filter.q.trim().toLowerCase();
  const key = filter.key.trim().toLowerCase();
  let found = messages.filter(m =>
    (filter.kind === 'all' || (filter.kind ? m.sort === filter.kind : m.sort !== 'bookkeeping'))
    && (!q || m.text.includes(q) || shortId(m.id).includes(q))
    && (!key || m.keys.some(k => k.name.toLowerCase().includes(key)))
    && (!filter.group || m.destinations.includes(filter.group))
    && (!filter.waits || m.waited > 0)
    && (!filter.marked || m.marked));
  if (filter.slowest) found = found.sort(ORDERS.took).slice(0, +filter.slowest);
  return found.sort(ORDERS[filter.sort] ?? ORDERS.took);
};

/** Gives each part of a message a row of its lane in which nothing else is drawn at that time. */
const pack = (shown, gap, mostRows) => {
  const lanes = data.lanes.map(() => []);
  const place = new Map();
  [...shown].sort(ORDERS.begin).forEach(m => {
    const bars = m.parts.map(p => ({ lane: p.lane, from: p.submit ?? p.end ?? m.begin, to: p.end ?? data.end }));
    if (m.called != null && data.lanes[0] === CALLERS) bars.push({ lane: 0, from: m.called, to: m.returned ?? m.finish });
    bars.forEach(bar => {
      const ends = lanes[bar.lane];
      let row = ends.findIndex(end => end + gap <= bar.from);
      if (row < 0) row = ends.length < mostRows ? ends.length : ends.indexOf(Math.min(...ends));
      ends[row] = bar.to;
      place.set(m.i + ':' + bar.lane, row);
    });
  });
  return place;
};

/** Leaves out the rows of each lane in which nothing is drawn between two times. */
const squeeze = (shown, place, from, to) => {
  const used = data.lanes.map(() => new Set());
  shown.forEach(m => {
    m.parts.forEach(p => { if ((p.submit ?? p.end ?? m.begin) <= to && (p.end ?? data.end) >= from) used[p.lane].add(place.get(m.i + ':' + p.lane)); });
    if (place.has(m.i + ':0') && m.called != null && data.lanes[0] === CALLERS) used[0].add(place.get(m.i + ':0'));
  });
  return used.map(rows => new Map([...rows].sort((a, b) => a - b).map((row, i) => [row, i])));
};

/** What happened to a message, in sentences, in the order of time. */
const story = m => {
  const lines = [];
  const at = (time, lane, text, more) => { if (time != null) lines.push({ time, lane, text, ...more }); };
  at(m.called, 0, 'called' + (m.client ? ' on ' + m.client : ''));
  m.parts.forEach(p => {
    const wait = p.waitsFor.length || p.unknown.length;
    at(p.submit, p.lane, (m.sort === 'multicast' ? 'submitted, vote ' : 'submitted at ') + p.vote, p.raisedTo == null && wait ? { p } : {});
    at(p.raise, p.lane, 'raised to ' + p.raisedTo, wait ? { p } : {});
    if (p.stable != null && m.sort === 'multicast') at(p.stable, p.lane, 'stable' + (p.waitSince != null ? ', after waiting ' + span(p.stable - p.waitSince) : ''));
    at(p.end, p.lane, p.ending + (p.held === false ? ' (the condition did not hold)' : ''));
  });
  at(m.returned, 0, m.ending === 'early' ? 'the caller knows, by the votes alone' : m.ending === 'stable' ? 'the caller knows, as it is stable' : m.ending === 'failed' ? 'the caller got an error' : 'the caller has its result');
  return lines.sort((a, b) => a.time - b.time);
};
