// The page: filters, the list, the chosen message, keys and pointers.
const el = id => document.getElementById(id);
const make = (tag, text, type) => {
  const made = document.createElement(tag);
  if (text != null) made.textContent = text;
  if (type) made.className = type;
  return made;
};
const FIELDS = ['q', 'key', 'group', 'kind', 'slowest', 'sort'], CHECKS = ['waits', 'marked'], PAGE = 200;
const lanes = Lanes(el('lanes'), el('overview'));
const view = lanes.view;
let list = [], rows = PAGE, back = [];

const filter = () => {
  const set = {};
  FIELDS.forEach(id => { set[id] = el(id).value; });
  CHECKS.forEach(id => { set[id] = el(id).checked; });
  return set;
};

const link = (m, text) => {
  const button = make('button', text ?? m.name + ' ' + shortId(m.id), 'link');
  button.type = 'button';
  button.onclick = () => choose(m, { show: true, remember: true });
  return button;
};

const keysOf = m => {
  const cell = make('span', null, 'key');
  if (m.whole) cell.append(make('span', 'all'), make('small', ' ' + m.whole + ' '));
  m.keys.forEach((k, i) => cell.append((i ? ' ' : '') + k.name, make('small', ' ' + k.access)));
  if (m.more) cell.append(make('small', ' and ' + m.more + ' more'));
  return cell;
};

const row = m => {
  const tr = make('tr');
  tr.dataset.i = m.i;
  const name = make('td'), button = make('button', m.name);
  button.type = 'button';
  name.append(button, ' ', make('span', shortId(m.id), 'soft'));
  const waits = make('td');
  m.waitsFor.slice(0, 2).forEach((i, n) => waits.append(n ? ', ' : '', link(messages[i], (messages[i].operation ?? 'message') + ' ' + shortId(messages[i].id))));
  if (m.waitsFor.length > 2) waits.append(' and ' + (m.waitsFor.length - 2) + ' more');
  const keys = make('td');
  keys.append(keysOf(m));
  const dropped = ['failed', 'refused', 'aborted', 'open'].includes(m.ending);
  tr.append(name, make('td', m.took == null ? 'under way' : span(m.took), 'n'), make('td', m.waited ? span(m.waited) : '', 'n waited'), waits, keys,
    make('td', m.destinations.join(' ')), make('td', m.ending, dropped ? 'bad' : 'soft'), make('td', span(m.begin), 'n soft'));
  tr.onclick = event => { if (!event.target.closest('.link')) choose(m, { show: true, remember: true }); };
  return tr;
};

const table = () => {
  el('rows').replaceChildren(...list.slice(0, rows).map(row));
  el('more').hidden = list.length <= rows;
  el('more').textContent = 'Show ' + Math.min(PAGE, list.length - rows) + ' more of ' + (list.length - rows);
  highlight();
};

const highlight = () => document.querySelectorAll('#rows tr').forEach(tr => {
  const chosen = view.chosen && +tr.dataset.i === view.chosen.i;
  tr.classList.toggle('chosen', !!chosen);
  tr.querySelector('button').setAttribute('aria-pressed', chosen ? 'true' : 'false');
});

const refresh = () => {
  list = wanted(filter());
  rows = PAGE;
  el('count').textContent = list.length + ' of ' + messages.length + ' messages, ' + list.filter(m => m.waited > 0).length + ' waited';
  if (view.chosen && !list.includes(view.chosen)) { view.chosen = null; detail(null); }
  table();
  show();
  lanes.draw();
};

/** On the lanes are what the filters leave, the chosen message, and what it waited for. */
const show = () => {
  const m = view.chosen;
  view.shown = [...new Set([...list, ...(m ? [m, ...m.waitsFor.slice(0, 3).map(i => messages[i])] : [])])];
  view.stamp = JSON.stringify(filter()) + view.shown.length;
};

const detail = m => {
  const box = el('detail');
  if (!m) {
    box.replaceChildren(make('p', 'Choose a message: in the list, on the lanes, or with j and k.', 'soft'));
    return;
  }
  const told = make('p'), table = make('div', null, 'table-wrap');
  told.append(m.sort + (m.client ? ' from ' + m.client : '') + ' to ' + m.destinations.join(', ') + ', ' + m.ending + (m.took == null ? '' : ' after ' + span(m.took)) + '; touches ', keysOf(m));
  const body = make('tbody');
  story(m).forEach(each => {
    const tr = make('tr'), what = make('td', each.text);
    if (each.p) {
      what.append('; ', make('span', 'waits for ', 'waited'));
      each.p.waitsFor.slice(0, 6).forEach((i, n) => what.append(n ? ', ' : '', link(messages[i])));
      if (each.p.waitsFor.length > 6) what.append(' and ' + (each.p.waitsFor.length - 6) + ' more');
      if (each.p.unknown.length) what.append((each.p.waitsFor.length ? ', ' : '') + each.p.unknown.map(shortId).join(', ') + ', not in this trace');
    }
    tr.append(make('td', '+' + span(each.time - m.begin), 'n'), make('td', data.lanes[each.lane]), what);
    body.append(tr);
  });
  const story_ = make('table', null, 'story');
  story_.append(body);
  const parts = [make('h2', m.name), make('span', m.id, 'id'), told];
  if (m.holdsUp.length) {
    const held = make('p', 'Waited for by ');
    m.holdsUp.slice(0, 8).forEach((i, n) => held.append(n ? ', ' : '', link(messages[i])));
    if (m.holdsUp.length > 8) held.append(' and ' + (m.holdsUp.length - 8) + ' more');
    parts.push(held);
  }
  table.append(story_);
  box.replaceChildren(...parts, table);
};

/** Moves the window so that a message, and what it waited for, can be seen well. */
const focusOn = m => {
  const own = m.finish - m.begin;
  const first = Math.max(m.begin - own, Math.min(m.begin, ...m.waitsFor.slice(0, 1).map(i => messages[i].begin)));
  const size = Math.max(40, m.finish - first);
  lanes.move(first - size * .25, m.finish + size * .25);
};

const choose = (m, how) => {
  if (how?.remember && view.chosen && m !== view.chosen) back.push(view.chosen);
  view.chosen = m;
  show();
  detail(m);
  highlight();
  if (m && how?.show && (m.begin < view.from || m.finish > view.to || m.finish - m.begin < (view.to - view.from) / 60)) focusOn(m);
  else lanes.draw();
  if (m && how?.list) document.querySelector('#rows tr.chosen button')?.focus();
};

const next = by => {
  if (!list.length) return;
  const at = view.chosen ? list.indexOf(view.chosen) : by > 0 ? -1 : 0;
  const m = list[(at + by + list.length) % list.length];
  while (list.indexOf(m) >= rows) { rows += PAGE; table(); }
  choose(m, { show: true, list: true });
};

const theme = name => {
  document.documentElement.dataset.theme = name;
  lanes.readColours();
  lanes.draw();
  legend();
};

const legend = () => {
  const items = [['submit', 'submitted, with a vote'], ['wait', 'waits for what conflicts'], ['raise', 'raised'], ['stable', 'stable'], ['executed', 'executed']];
  if (data.lanes[0] === CALLERS) items.push(['return', 'caller has its result']);
  if (messages.some(m => m.ending === 'early' || m.ending === 'stable')) items.push(['early', 'caller knows before the execution']);
  if (messages.some(m => ['aborted', 'refused', 'failed'].includes(m.ending))) items.push(['aborted', 'refused or aborted']);
  el('legend').replaceChildren(...items.map(([kind, text]) => {
    const li = make('li'), canvas = make('canvas');
    li.append(canvas, text);
    el('legend').append(li);
    canvas.style.width = '26px';
    const g = lanes.prepare(canvas, 16), c = lanes.colours;
    if (kind === 'wait') {
      g.fillStyle = c.wait; g.fillRect(1, 3, 24, 10); g.fillStyle = c['wait-edge']; g.fillRect(1, 12, 24, 1);
    }
    g.strokeStyle = c.multicast; g.lineWidth = 1.7; g.beginPath(); g.moveTo(1, 8); g.lineTo(25, 8); g.stroke();
    if (kind !== 'wait') lanes.mark(g, kind, 13, 8, 5);
    return li;
  }));
};

const acts = {
  earlier: () => lanes.pan(-.25), later: () => lanes.pan(.25), in: () => lanes.zoom(.6), out: () => lanes.zoom(1 / .6),
  all: () => lanes.move(0, data.end), theme: () => theme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'),
  blocker: () => { const i = view.chosen?.waitsFor[0]; if (i != null) choose(messages[i], { show: true, remember: true }); },
  back: () => { const m = back.pop(); if (m) choose(m, { show: true }); },
  keys: () => { const hidden = el('keys').hidden = !el('keys').hidden; el('keys-button').setAttribute('aria-expanded', String(!hidden)); },
  waits: () => { el('waits').checked = !el('waits').checked; refresh(); },
};
const KEYS = {
  j: () => next(1), k: () => next(-1), b: acts.blocker, Backspace: acts.back, f: () => view.chosen && focusOn(view.chosen), 0: acts.all, '+': acts.in, '=': acts.in,
  '-': acts.out, h: acts.earlier, l: acts.later, '/': () => el('q').focus(), t: acts.theme, '?': acts.keys, w: acts.waits, Escape: () => choose(null),
};

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const field = event.target.matches('input, select');
  if (field) { if (event.key === 'Escape') event.target.blur(); return; }
  let act = KEYS[event.key];
  if (event.target === el('lanes')) act = { ArrowLeft: acts.earlier, ArrowRight: acts.later, ArrowUp: () => next(-1), ArrowDown: () => next(1) }[event.key] ?? act;
  if (act) { event.preventDefault(); act(); if (event.target === el('lanes')) el('lanes').focus(); }
});
document.querySelectorAll('[data-do]').forEach(button => { button.onclick = () => acts[button.dataset.do](); });
el('theme').onclick = acts.theme;
el('keys-button').onclick = acts.keys;
el('more').onclick = () => { rows += PAGE; table(); };
el('filters').addEventListener('input', refresh);
el('filters').addEventListener('submit', event => event.preventDefault());
el('filters').addEventListener('reset', () => setTimeout(refresh));
el('sort').addEventListener('input', refresh);

let drag = null;
const inCanvas = event => { const box = el('lanes').getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
el('lanes').addEventListener('wheel', event => {
  if (!event.ctrlKey && Math.abs(event.deltaY) > Math.abs(event.deltaX) && !event.shiftKey && document.activeElement !== el('lanes')) return;
  event.preventDefault();
  if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) lanes.pan(event.deltaX / 900);
  else lanes.zoom(Math.exp(event.deltaY / 400), lanes.timeAt(inCanvas(event)[0]));
}, { passive: false });
el('lanes').addEventListener('pointerdown', event => { drag = { x: event.clientX, from: view.from, to: view.to, moved: false }; el('lanes').setPointerCapture(event.pointerId); });
el('lanes').addEventListener('pointermove', event => {
  const [px, py] = inCanvas(event);
  if (drag) {
    const by = (lanes.timeAt(drag.x) - lanes.timeAt(event.clientX));
    drag.moved ||= Math.abs(event.clientX - drag.x) > 4;
    if (drag.moved) { el('lanes').classList.add('dragged'); lanes.move(drag.from + by, drag.to + by); }
    return;
  }
  const m = lanes.hit(px, py);
  el('lanes').classList.toggle('over', !!m);
  el('tip').hidden = !m;
  if (m) {
    el('tip').textContent = m.name + ' ' + m.keys.map(k => k.name).join(' ') + ', ' + (m.took == null ? 'under way' : span(m.took)) + (m.waited ? ', waited ' + span(m.waited) : '');
    el('tip').style.left = Math.min(px + 14, el('lanes').clientWidth - 320) + 'px';
    el('tip').style.top = py + el('lanes').offsetTop + 16 + 'px';
  }
});
el('lanes').addEventListener('pointerup', event => {
  if (drag && !drag.moved) choose(lanes.hit(...inCanvas(event)), { remember: true });
  drag = null;
  el('lanes').classList.remove('dragged');
});
el('lanes').addEventListener('pointerleave', () => { el('tip').hidden = true; });
const jump = event => {
  const t = lanes.overviewTime(event.clientX - el('overview').getBoundingClientRect().left), half = (view.to - view.from) / 2;
  lanes.move(t - half, t + half);
};
el('overview').addEventListener('pointerdown', event => { el('overview').setPointerCapture(event.pointerId); jump(event); });
el('overview').addEventListener('pointermove', event => { if (event.buttons) jump(event); });
window.addEventListener('resize', lanes.draw);

// What the address says is set beforehand: #key=alice&waits=1&choose=ID&theme=dark&from=0&to=5000
const preset = new URLSearchParams(location.hash.slice(1));
data.lanes.filter(name => name !== CALLERS).forEach(name => el('group').append(new Option(name)));
el('marked-label').hidden = !messages.some(m => m.marked);
FIELDS.forEach(id => { if (preset.has(id)) el(id).value = preset.get(id); });
CHECKS.forEach(id => { el(id).checked = preset.has(id) && preset.get(id) !== '0'; });
data.notes.forEach(note => el('notes').append(make('li', note)));
const lost = Object.entries(data.lost);
el('about').textContent = [data.source, data.total + ' messages in ' + data.lanes.filter(name => name !== CALLERS).length + ' groups over ' + span(data.end),
  data.start > 1e12 ? 'from ' + new Date(data.start / 1000).toISOString() : '',
  data.sampling > 1 ? 'one in ' + data.sampling + ' messages' : '', data.total > messages.length ? 'the latest ' + messages.length + ' drawn' : '', data.partial ? data.partial + ' more that began before' : '',
  lost.length ? 'older events not kept: ' + lost.map(([group, n]) => n + ' of ' + group).join(', ') : ''].filter(Boolean).join(' · ');
document.documentElement.dataset.theme = preset.get('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', event => theme(event.matches ? 'dark' : 'light'));
lanes.readColours();
refresh();
legend();
const first = messages.find(m => m.id === preset.get('choose') || shortId(m.id) === preset.get('choose'))
  ?? list.find(m => m.marked) ?? [...list].sort(ORDERS.waited)[0];
choose(first ?? null);
if (preset.has('from')) lanes.move(+preset.get('from'), +(preset.get('to') ?? data.end));
else if (first) focusOn(first);
document.documentElement.dataset.drawn = list.length;
