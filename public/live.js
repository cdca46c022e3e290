// Keeps a public page up to date and says its times in the reader's zone. The page is complete without it.
const EVERY_MS = 15_000;
const STALE_MS = 90_000;
const $ = (id) => document.getElementById(id);
const main = $('_content');
const known = (zone) => {
  try {
    return zone && Intl.DateTimeFormat('en-GB', { timeZone: zone }) ? zone : null;
  } catch {
    return null; // a zone that this browser has no clock for
  }
};
const ownZone = known(Intl.DateTimeFormat().resolvedOptions().timeZone) ?? 'UTC';
let zone = 'both';
try {
  zone = known(localStorage.getItem('zone')) ?? 'both';
} catch {} // no storage: the choice lasts as long as the page

// Times. What the server wrote, in UTC, is kept as the title.
const formats = new Map();
const format = (timeZone, options) => {
  const key = timeZone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat('en-GB', { timeZone, ...options }));
  return formats.get(key);
};
const DAY = { day: 'numeric', month: 'long', year: 'numeric' };
const dayIn = (at, timeZone) => format(timeZone, DAY).format(at);
/** A moment in a zone; its day where it is not `known` already. */
const words = (at, timeZone, isExact, known) => {
  const clock = {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...(isExact && { second: '2-digit' }),
  };
  const time = format(timeZone, clock).format(at);
  return dayIn(at, timeZone) === known ? time : `${time}, ${dayIn(at, timeZone).replace(' ', '\u00a0')}`;
};
const sayTimes = (root) => {
  for (const time of root.querySelectorAll('time')) {
    time.dataset.utc ??= time.textContent;
    const { utc, exact } = time.dataset;
    const at = new Date(time.dateTime);
    const own = zone === 'both' ? ownZone : zone;
    const isExact = exact !== undefined;
    const today = isExact ? null : dayIn(new Date(main.dataset.generated), own);
    if (words(at, own, true) === words(at, 'UTC', true) || time.dataset.brief !== undefined) time.textContent = utc;
    else
      time.textContent =
        zone === 'both' ? `${utc} (${words(at, own, isExact, dayIn(at, 'UTC'))})` : words(at, own, isExact, today);
    time.title = time.textContent === utc ? '' : utc;
  }
};

const chooser = () => {
  const line = $('_zone');
  if (!line) return;
  const label = document.createElement('label');
  const select = document.createElement('select');
  const add = (value, text) => select.add(new Option(text, value, false, value === zone));
  add('both', line.dataset.both);
  for (const name of new Set(['UTC', ownZone, ...Intl.supportedValuesOf('timeZone')]))
    add(name, name.replaceAll('_', ' '));
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
tip.id = '_day';
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
    const isLeftward = getComputedStyle(row).direction === 'rtl';
    let at = Number(row.dataset.at ?? bars.length - 1);
    const go = (index) => {
      at = Math.max(0, Math.min(bars.length - 1, index));
      row.dataset.at = at;
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
      const share = (clientX - left) / width;
      go(Math.floor((isLeftward ? 1 - share : share) * bars.length));
    };
    row.onpointerleave = () => show(null);
    row.onkeydown = (event) => {
      const step = isLeftward ? -1 : 1;
      const to = {
        ArrowLeft: at - step,
        ArrowRight: at + step,
        Home: 0,
        End: bars.length - 1,
        PageUp: at - 7,
        PageDown: at + 7,
      }[event.key];
      if (event.key === 'Escape') show(null);
      if (to === undefined) return;
      event.preventDefault();
      go(to);
    };
  }
};

// News: pieces of <main> whose text is another take the place of the old ones; focus, what is unfolded, scrolled or walked to stays.
const PLACES = 'a,summary,[tabindex]';
const generatedAt = () => new Date(main.dataset.generated).getTime();
let changedAt = Math.min(Date.now(), generatedAt());
let served = new Map([...main.children].map((piece) => [piece.id, piece.outerHTML]));
const exchange = (old, fresh) => {
  const each = (selector, keep) => {
    const before = [...old.querySelectorAll(selector)];
    for (const [i, one] of [...fresh.querySelectorAll(selector)].entries()) if (before[i]) keep(before[i], one);
  };
  each('details', (was, is) => (is.open = was.open));
  each('svg[data-days]', (was, is) => was.dataset.at && (is.dataset.at = was.dataset.at));
  const focused = [...old.querySelectorAll(PLACES)].indexOf(document.activeElement);
  const scrolled = [...old.querySelectorAll('[tabindex]')].map((one) => one.scrollTop);
  old.replaceWith(fresh);
  prepare(fresh);
  for (const [i, one] of [...fresh.querySelectorAll('[tabindex]')].entries()) one.scrollTop = scrolled[i] ?? 0;
  if (focused >= 0) fresh.querySelectorAll(PLACES)[focused]?.focus({ preventScroll: true });
};
const place = (piece, i, html) => {
  const old = [...main.children].find((one) => one.id === piece.id);
  if (!old) {
    main.insertBefore(piece, main.children[i] ?? null);
    return prepare(piece);
  }
  if (main.children[i] !== old) main.insertBefore(old, main.children[i]);
  if (html !== served.get(piece.id)) exchange(old, piece);
};
const said = () => $('_headline')?.querySelector('[data-headline]')?.textContent;
const take = (text) => {
  const page = new DOMParser().parseFromString(text, 'text/html');
  const next = page.getElementById('_content');
  if (!next) return;
  const before = said();
  if (next.dataset.generated !== main.dataset.generated) changedAt = Date.now(); // a copy that nobody renews stays the same
  main.dataset.generated = next.dataset.generated;
  const pieces = [...next.children];
  const fresh = new Map(pieces.map((piece) => [piece.id, piece.outerHTML]));
  for (const gone of [...main.children].filter((one) => !fresh.has(one.id))) gone.remove();
  for (const [i, piece] of pieces.entries()) place(piece, i, fresh.get(piece.id));
  served = fresh;
  const foot = page.getElementById('_foot');
  if (foot) exchange($('_foot'), foot);
  document.title = page.title;
  if (said() && before !== said()) {
    $('_said').textContent = `${$('_headline').dataset.name ?? ''} ${said()}`.trim();
    const icon = document.querySelector('link[rel=icon]');
    if (icon) icon.href = `/favicon.svg?${main.dataset.generated}`;
  }
};
const mark = () => {
  const isLost = Date.now() - changedAt > STALE_MS;
  document.documentElement.classList.toggle('lost', isLost);
  const lost = $('_lost');
  if (isLost) {
    const time = lost.querySelector('time');
    time.dateTime = main.dataset.generated;
    time.dataset.utc = words(new Date(generatedAt()), 'UTC', false, dayIn(new Date(), 'UTC'));
    sayTimes(lost);
  }
  lost.hidden = !isLost;
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
  mark();
};
function prepare(root) {
  sayTimes(root);
  walk(root);
}
chooser();
prepare(document);
if (Date.now() - changedAt > STALE_MS) ask(); // an old copy, or a clock that is off: the answer tells
setInterval(ask, EVERY_MS);
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  mark(); // before anything is asked: what was shown hours ago is not green now
  ask();
});
