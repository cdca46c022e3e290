// Keeps a public page up to date and says its times in the reader's zone. The page is complete without it.
const EVERY_MS = 15_000;
const STALE_MS = 90_000;
const $ = (id) => document.getElementById(id);
const main = $('content');
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
let zone = 'both';
try {
  zone = localStorage.getItem('zone') || 'both';
} catch {} // no storage: the choice lasts as long as the page

// Times. What the server wrote, in UTC, is kept as the title.
const formats = new Map();
const format = (timeZone, options) => {
  const key = timeZone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat('en-GB', { timeZone, ...options }));
  return formats.get(key);
};
const DAY = { day: 'numeric', month: 'long', year: 'numeric' };
const words = (at, timeZone, isExact) => {
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short', ...(isExact && { second: '2-digit' }) };
  const day = format(timeZone, DAY);
  const time = format(timeZone, clock).format(at);
  if (isExact) return `${time}, ${day.format(at)}`;
  return day.format(at) === day.format(new Date(main.dataset.generated)) ? time : `${time} on ${day.format(at)}`;
};
const sayTimes = (root) => {
  for (const time of root.querySelectorAll('time')) {
    time.dataset.utc ??= time.textContent;
    const { utc, exact } = time.dataset;
    const at = new Date(time.dateTime);
    const own = zone === 'both' ? ownZone : zone;
    const isUtc = words(at, own, true) === words(at, 'UTC', true);
    if (isUtc || (zone === 'both' && exact !== undefined)) time.textContent = utc;
    else time.textContent = zone === 'both' ? `${utc} (${words(at, own)})` : words(at, own, exact !== undefined);
    time.title = time.textContent === utc ? '' : utc;
  }
};

const chooser = () => {
  const line = $('zone');
  if (!line) return;
  const label = document.createElement('label');
  const select = document.createElement('select');
  const add = (value, text) => select.add(new Option(text, value, false, value === zone));
  add('both', line.dataset.both);
  for (const name of new Set(['UTC', ownZone, ...Intl.supportedValuesOf('timeZone')])) add(name, name.replaceAll('_', ' '));
  select.onchange = () => {
    zone = select.value;
    try {
      localStorage.setItem('zone', zone);
    } catch {} // as above
    sayTimes(document);
  };
  label.append(`${line.dataset.label} `, select);
  const own = document.createElement('p');
  own.className = 'mt-2';
  own.append(label);
  line.before(own);
};

// Days: each row of bars is one stop of the keyboard; arrow keys walk through it, and the day's words stand beside it.
const tip = document.createElement('div');
tip.id = 'day';
tip.hidden = true;
document.body.append(tip);
const show = (bar) => {
  for (const other of document.querySelectorAll('rect.at')) other.classList.remove('at');
  tip.hidden = !bar;
  if (!bar) return;
  bar.classList.add('at');
  tip.textContent = bar.querySelector('title').textContent;
  const { left, width, bottom } = bar.getBoundingClientRect();
  tip.style.left = `${Math.max(8, Math.min(left + width / 2 - tip.offsetWidth / 2, document.documentElement.clientWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${bottom + scrollY + 8}px`;
};
const walk = (root) => {
  for (const row of root.querySelectorAll('svg[data-days]')) {
    const bars = [...row.querySelectorAll('rect[role]')];
    let at = bars.length - 1;
    const go = (index) => {
      at = Math.max(0, Math.min(bars.length - 1, index));
      bars[at].id ||= `${row.closest('section')?.id || 'c'}-${at}`;
      row.setAttribute('aria-activedescendant', bars[at].id);
      show(bars[at]);
    };
    row.tabIndex = 0;
    row.setAttribute('aria-description', row.dataset.days);
    row.onfocus = () => go(at);
    row.onblur = () => show(null);
    row.onpointermove = row.onpointerdown = ({ clientX }) => {
      const { left, width } = row.getBoundingClientRect();
      go(Math.floor(((clientX - left) / width) * bars.length));
    };
    row.onpointerleave = () => show(null);
    row.onkeydown = (event) => {
      const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: bars.length - 1, PageUp: at - 7, PageDown: at + 7 }[event.key];
      if (event.key === 'Escape') show(null);
      if (to === undefined) return;
      event.preventDefault();
      go(to);
    };
  }
};

// News: pieces of <main> whose text is another take the place of the old ones; focus and what is unfolded stay.
let changedAt = Date.now();
let served = new Map([...main.children].map((piece) => [piece.id, piece.outerHTML]));
const exchange = (old, fresh) => {
  const open = [...old.querySelectorAll('details')].map((one) => one.open);
  const focused = [...old.querySelectorAll('a,summary,[tabindex]')].indexOf(document.activeElement);
  old.replaceWith(fresh);
  for (const [i, one] of [...fresh.querySelectorAll('details')].entries()) one.open = open[i] ?? false;
  prepare(fresh);
  if (focused >= 0) fresh.querySelectorAll('a,summary,[tabindex]')[focused]?.focus({ preventScroll: true });
};
const take = (text) => {
  const page = new DOMParser().parseFromString(text, 'text/html');
  const next = page.getElementById('content');
  if (!next) return;
  const before = $('headline')?.querySelector('h1')?.textContent;
  if (next.dataset.generated !== main.dataset.generated) changedAt = Date.now(); // a copy that nobody renews stays the same
  main.dataset.generated = next.dataset.generated;
  const pieces = [...next.children];
  const isSame = pieces.length === main.children.length && pieces.every((piece, i) => piece.id === main.children[i].id);
  const fresh = new Map(pieces.map((piece) => [piece.id, piece.outerHTML]));
  if (!isSame) {
    main.replaceChildren(...pieces);
    prepare(main);
  } else for (const [i, piece] of pieces.entries()) if (fresh.get(piece.id) !== served.get(piece.id)) exchange(main.children[i], piece);
  served = fresh;
  const foot = page.getElementById('foot');
  if (foot) exchange($('foot'), foot);
  document.title = page.title;
  const after = $('headline')?.querySelector('h1');
  if (after && before !== after.textContent) {
    $('said').textContent = after.textContent;
    const icon = document.querySelector('link[rel=icon]');
    if (icon) icon.href = `/favicon.svg?${main.dataset.generated}`;
  }
};
const mark = (isLost) => {
  document.documentElement.classList.toggle('lost', isLost);
  const lost = $('lost');
  lost.hidden = !isLost;
  lost.querySelector('time').dateTime = main.dataset.generated;
  if (isLost) {
    delete lost.querySelector('time').dataset.utc;
    lost.querySelector('time').textContent = words(new Date(main.dataset.generated), 'UTC');
  }
};
const ask = async () => {
  if (document.hidden) return;
  try {
    const response = await fetch(location.pathname + location.search, {
      headers: { accept: 'text/html' },
      cache: 'no-store',
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(String(response.status));
    take(await response.text());
  } catch {} // told by mark, once it has lasted
  mark(Date.now() - changedAt > STALE_MS);
};
function prepare(root) {
  sayTimes(root);
  walk(root);
}
chooser();
prepare(document);
setInterval(ask, EVERY_MS);
document.addEventListener('visibilitychange', ask);
