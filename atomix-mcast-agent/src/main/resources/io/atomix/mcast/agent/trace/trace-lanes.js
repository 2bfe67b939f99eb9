// Draws messages as paths across the lanes of the groups, for a window of time.
const LEFT = 132, TOP = 26, RIGHT = 14, MOST_ROWS = 16, MOST_PATHS = 260;
const FONT = '12px system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';

const Lanes = (canvas, overview) => {
  const view = { from: 0, to: Math.max(1, data.end), shown: [], chosen: null, over: null };
  let layout = { rows: [], place: new Map(), squeezed: [], tops: [], height: 0, row: 12 }, hits = [], colours = {}, packedFor = '';
  const width = () => canvas.clientWidth || 1000;
  const x = time => LEFT + (time - view.from) / (view.to - view.from) * (width() - LEFT - RIGHT);
  const timeAt = px => view.from + (px - LEFT) / (width() - LEFT - RIGHT) * (view.to - view.from);

  const prepare = (target, height) => {
    const ratio = window.devicePixelRatio || 1, w = target.clientWidth || 1000;
    target.style.height = height + 'px';
    if (target.width !== Math.round(w * ratio)) target.width = Math.round(w * ratio);
    if (target.height !== Math.round(height * ratio)) target.height = Math.round(height * ratio);
    const g = target.getContext('2d');
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, w, height);
    g.font = FONT;
    g.textBaseline = 'middle';
    return g;
  };

  const readColours = () => {
    const style = getComputedStyle(document.documentElement);
    ['back', 'lane', 'ink', 'soft', 'grid', 'edge', 'multicast', 'local', 'wait', 'wait-edge', 'raise', 'stable', 'execute', 'drop', 'focus', 'panel']
      .forEach(name => { colours[name] = style.getPropertyValue('--' + name).trim(); });
  };

  const place = () => {
    const scale = view.to - view.from;
    const key = scale + '/' + width() + view.stamp;
    if (key !== packedFor) layout.place = pack(view.shown, 16 / (width() - LEFT - RIGHT) * scale, MOST_ROWS);
    packedFor = key;
    layout.squeezed = squeeze(view.shown.filter(m => m.finish >= view.from && m.begin <= view.to), layout.place, view.from, view.to);
    layout.rows = layout.squeezed.map(rows => Math.max(1, rows.size));
    layout.row = Math.max(10, Math.min(28, 500 / layout.rows.reduce((a, b) => a + b, 0)));
    let y = TOP;
    layout.tops = layout.rows.map(n => { const top = y; y += Math.max(30, n * layout.row) + 16; return top; });
    layout.height = Math.max(y, 180);
  };

  const yOf = (m, lane) => layout.tops[lane] + 7 + ((layout.squeezed[lane].get(layout.place.get(m.i + ':' + lane)) ?? 0) + .5) * layout.row;
  const laneHeight = lane => Math.max(30, layout.rows[lane] * layout.row) + 12;

  const line = (g, colour, thick, points, dash) => {
    g.strokeStyle = colour; g.lineWidth = thick; g.setLineDash(dash ?? []);
    g.beginPath();
    points.forEach(([px, py], i) => i ? g.lineTo(px, py) : g.moveTo(px, py));
    g.stroke(); g.setLineDash([]);
  };

  const mark = (g, kind, px, py, size) => {
    const s = size ?? 4.2;
    g.lineWidth = 1.6;
    g.beginPath();
    if (kind === 'submit' || kind === 'call') {
      g.strokeStyle = colours[kind === 'call' ? 'soft' : 'ink']; g.moveTo(px, py - s); g.lineTo(px, py + s); g.stroke();
    } else if (kind === 'raise') {
      g.fillStyle = colours.raise; g.moveTo(px, py - s - .6); g.lineTo(px + s, py + s - .8); g.lineTo(px - s, py + s - .8); g.fill();
    } else if (kind === 'stable') {
      g.strokeStyle = colours.stable; g.fillStyle = colours.back; g.arc(px, py, s - .6, 0, 7); g.fill(); g.stroke();
    } else if (kind === 'executed') {
      g.fillStyle = colours.execute; g.arc(px, py, s - .4, 0, 7); g.fill();
    } else if (kind === 'early' || kind === 'return') {
      g.fillStyle = g.strokeStyle = colours[kind === 'early' ? 'execute' : 'soft'];
      g.moveTo(px, py - s); g.lineTo(px + s, py); g.lineTo(px, py + s); g.lineTo(px - s, py); g.closePath();
      kind === 'early' ? g.fill() : g.stroke();
    } else {
      g.strokeStyle = colours.drop; g.lineWidth = 2; g.moveTo(px - s, py - s); g.lineTo(px + s, py + s); g.moveTo(px + s, py - s); g.lineTo(px - s, py + s); g.stroke();
    }
  };

  /** Steps of time that people count in. */
  const step = (range, most) => {
    const raw = Math.max(1, range / most), power = 10 ** Math.floor(Math.log10(raw));
    return [1, 2, 5, 10].map(n => n * power).find(n => n >= raw);
  };

  const axes = g => {
    const each = step(view.to - view.from, (width() - LEFT) / 110);
    g.textAlign = 'center';
    for (let t = Math.ceil(view.from / each) * each; t <= view.to; t += each) {
      line(g, colours.grid, 1, [[x(t), TOP - 6], [x(t), layout.height]]);
      g.fillStyle = colours.soft;
      if (x(t) < width() - 24) g.fillText(t === 0 ? '0' : (t / 1000).toFixed(each < 100 ? 2 : each < 1000 ? 1 : 0) + ' ms', x(t), 11);
    }
    g.textAlign = 'left';
  };

  const lanes = g => data.lanes.forEach((name, lane) => {
    g.fillStyle = colours.lane;
    g.fillRect(0, layout.tops[lane], width(), laneHeight(lane));
  });

  const labels = g => data.lanes.forEach((name, lane) => {
    g.fillStyle = colours.lane;
    g.fillRect(0, layout.tops[lane], LEFT - 8, laneHeight(lane));
    g.fillStyle = colours.ink; g.font = '600 ' + FONT;
    g.fillText(name, 10, layout.tops[lane] + 14, LEFT - 22);
    g.font = FONT; g.fillStyle = colours.soft;
    const told = data.leaders[lane].join(', ');
    if (told) g.fillText('led by ' + told, 10, layout.tops[lane] + 30, LEFT - 22);
  });

  const bar = (g, m, p) => {
    const y = yOf(m, p.lane), from = x(p.submit ?? p.end ?? m.begin), to = x(p.end ?? data.end);
    const thin = Math.max(3, Math.min(5, layout.row * .34));
    const colour = colours[m.sort === 'multicast' ? 'multicast' : 'local'];
    if (p.waitSince != null) {
      const a = x(p.waitSince), b = x(p.stable ?? p.end ?? data.end);
      g.fillStyle = colours.wait; g.fillRect(a, y - thin, Math.max(1.5, b - a), thin * 2);
      line(g, colours['wait-edge'], 1, [[a, y + thin], [Math.max(a + 1.5, b), y + thin]]);
    }
    line(g, colour, m === view.chosen ? 3 : 1.7, [[from, y], [Math.max(from + 1, to), y]], p.end == null ? [4, 3] : null);
    hits.push({ m, x1: from, x2: Math.max(from + 1, to), y });
    const close = to - from > 9;
    mark(g, 'submit', from, y, close ? 5 : 3);
    // What is stable as soon as it is raised shows both.
    if (close && p.raise != null) mark(g, 'raise', p.stable != null && p.stable >= p.raise ? Math.min(x(p.raise), x(p.stable) - 8) : x(p.raise), y);
    if (close && p.stable != null && m.sort === 'multicast' && Math.abs(x(p.stable) - to) > 1) mark(g, 'stable', x(p.stable), y);
    if (p.ending) mark(g, p.ending, to, y, close ? 4.6 : 3);
    const near = m === view.chosen || view.chosen?.waitsFor.includes(m.i);
    if (to - from > 40 && (layout.row >= 20 || near)) {
      g.fillStyle = colours[near ? 'ink' : 'soft']; g.font = '11px ' + FONT.slice(5);
      const text = (m.operation ?? '') + ' ' + m.keys.map(k => k.name).join(' ') + (p.raisedTo != null ? '  vote ' + p.vote + ' → ' + p.raisedTo : p.vote ? (m.sort === 'multicast' ? '  vote ' : '  at ') + p.vote : '');
      const left = Math.max(from, LEFT) + 4, room = (near ? Math.max(to - left, 200) : to - left - 4);
      g.save(); g.beginPath(); g.rect(left, y - thin - 16, room, 20); g.clip();
      const high = y - thin - 6;
      if (near) { g.fillStyle = colours.lane; g.fillRect(left, high - 6, Math.min(room, g.measureText(text).width + 3), 12); g.fillStyle = colours.ink; }
      g.fillText(text, left + 1, high); g.restore(); g.font = FONT;
    }
  };

  const caller = (g, m) => {
    if (m.called == null || data.lanes[0] !== CALLERS) return;
    const y = yOf(m, 0), from = x(m.called), to = x(m.returned ?? m.finish);
    line(g, colours.soft, m === view.chosen ? 2.6 : 1.2, [[from, y], [to, y]], m.returned == null ? [2, 4] : null);
    mark(g, 'call', from, y);
    if (m.returned != null) mark(g, m.ending === 'early' || m.ending === 'stable' ? 'early' : m.ending === 'failed' ? 'failed' : 'return', to, y, 4.4);
    hits.push({ m, x1: from, x2: to, y });
  };

  const path = (g, m, thick) => {
    if (m.parts.length < 2) return;
    const colour = colours.multicast;
    const submits = m.parts.filter(p => p.submit != null).map(p => [x(p.submit), yOf(m, p.lane)]);
    const ends = m.parts.filter(p => p.end != null).map(p => [x(p.end), yOf(m, p.lane)]);
    if (m.called != null) submits.unshift([x(m.called), yOf(m, 0)]);
    line(g, colour, thick, submits);
    line(g, colours.execute, thick, ends);
  };

  /** From what waited to the end of what it waited for. */
  const links = (g, m) => m.parts.forEach(p => p.waitsFor.slice(0, 1).forEach(i => {
    const other = messages[i], q = other.parts.find(q => q.lane === p.lane);
    if (!q || q.end == null || !layout.place.has(i + ':' + p.lane)) return;
    const [ax, ay, bx, by] = [x(p.waitSince), yOf(m, p.lane), x(q.end), yOf(other, p.lane)];
    g.strokeStyle = colours['wait-edge']; g.lineWidth = 1.8; g.setLineDash([5, 3]);
    g.beginPath(); g.moveTo(ax, ay);
    g.bezierCurveTo(ax, (ay + by) / 2, bx, (ay + by) / 2, bx, by); g.stroke(); g.setLineDash([]);
    g.beginPath(); g.arc(bx, by, 7.5, 0, 7); g.stroke();
  }));

  const draw = () => {
    place();
    const g = prepare(canvas, layout.height);
    hits = [];
    lanes(g); axes(g);
    const seen = view.shown.filter(m => m.finish >= view.from && m.begin <= view.to);
    const chosen = view.chosen, near = chosen && new Set([chosen.i, ...chosen.waitsFor, ...chosen.holdsUp]);
    g.save(); g.beginPath(); g.rect(LEFT - 8, 0, width(), layout.height); g.clip();
    const faint = chosen ? .42 : 1;
    if (seen.length <= MOST_PATHS) { g.globalAlpha = chosen ? .12 : .3; seen.forEach(m => path(g, m, 1)); }
    seen.forEach(m => {
      g.globalAlpha = !near || near.has(m.i) ? 1 : faint;
      caller(g, m); m.parts.forEach(p => bar(g, m, p));
    });
    g.globalAlpha = 1;
    if (chosen && seen.includes(chosen)) {
      path(g, chosen, 1.8); caller(g, chosen); links(g, chosen); chosen.parts.forEach(p => bar(g, chosen, p));
    }
    g.restore();
    labels(g);
    map();
  };

  /** All the time: how many messages are under way, and how many of them wait. */
  const map = () => {
    const g = prepare(overview, 44), w = (overview.clientWidth || 1000) - LEFT - RIGHT, n = Math.max(1, Math.floor(w / 3));
    const under = new Float64Array(n), waiting = new Float64Array(n);
    const place = t => Math.max(0, Math.min(n - 1, Math.floor(t / Math.max(1, data.end) * n)));
    view.shown.forEach(m => {
      for (let i = place(m.begin); i <= place(m.finish); i++) under[i]++;
      const p = m.parts.reduce((a, b) => (b.waitSince != null && (!a || b.waitSince < a.waitSince) ? b : a), null);
      if (p) for (let i = place(p.waitSince); i <= place(p.stable ?? p.end ?? data.end); i++) waiting[i]++;
    });
    const most = Math.max(1, ...under), px = w / n;
    const [from, to] = [view.from, view.to].map(t => LEFT + Math.max(0, Math.min(1, t / Math.max(1, data.end))) * w);
    g.fillStyle = colours.lane; g.fillRect(from, 0, Math.max(3, to - from), 44);
    for (let i = 0; i < n; i++) {
      g.fillStyle = colours.edge; g.fillRect(LEFT + i * px, 42 - under[i] / most * 36, px - .6, under[i] / most * 36);
      g.fillStyle = colours['wait-edge']; g.fillRect(LEFT + i * px, 42 - waiting[i] / most * 36, px - .6, waiting[i] / most * 36);
    }
    g.strokeStyle = colours.focus; g.lineWidth = 1.5; g.strokeRect(from + .5, 1, Math.max(3, to - from), 42);
    g.fillStyle = colours.soft; g.fillText('all ' + span(data.end), 10, 14, LEFT - 22);
    g.fillText('shown ' + span(Math.round(view.to - view.from)), 10, 30, LEFT - 22);
  };

  const move = (from, to) => {
    const least = 20, size = Math.min(Math.max(least, to - from), Math.max(least, data.end * 1.1));
    view.from = Math.max(-size * .1, Math.min(from, data.end + size * .1 - size));
    view.to = view.from + size;
    draw();
  };

  const hit = (px, py) => {
    let best = null, least = 10;
    hits.forEach(h => {
      const d = Math.hypot(Math.max(h.x1 - px, 0, px - h.x2), (h.y - py) * 1.4);
      if (d < least) { least = d; best = h.m; }
    });
    return best;
  };

  return {
    view, draw, move, hit, timeAt, readColours, mark, prepare, colours,
    zoom: (factor, around) => {
      const t = around ?? (view.from + view.to) / 2;
      move(t - (t - view.from) * factor, t + (view.to - t) * factor);
    },
    pan: share => move(view.from + (view.to - view.from) * share, view.to + (view.to - view.from) * share),
    overviewTime: px => (px - LEFT) / ((overview.clientWidth || 1000) - LEFT - RIGHT) * data.end,
  };
};
