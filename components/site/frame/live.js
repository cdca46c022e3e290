// Keeps a public page up to date and shows its times in the chosen zone. The page is complete without it.
const REFRESH_MS = 15_000;
const LOST_MS = 90_000;
const UTC = 'UTC';
const byId = (id) => document.getElementById(id);
const all = (root, selector) => [...root.querySelectorAll(selector)];
const main = byId('_content');
const generatedAt = () => Date.parse(main.dataset.generated);
let skewMs = Math.min(0, Date.now() - generatedAt()); // of the reader's clock
const now = () => Date.now() - skewMs;

// Times. The server writes them in UTC; its text is kept as a template for other zones.
const formats = {};
const format = (at, timeZone, options) => {
  const key = timeZone + Object.keys(options);
  formats[key] ??= new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...options });
  return formats[key].formatToParts(at);
};
const join = (parts) => parts.map(({ value }) => value).join('');
const CLOCK = { hour: '2-digit', minute: '2-digit' };
const dayIn = (at, zone) =>
  join(format(at, zone, { day: 'numeric', month: 'long', year: 'numeric' })).replace(' ', '\u00a0');
const shortIn = (at, zone) => join(format(at, zone, { day: 'numeric', month: 'short' }));
const nameOf = (at, zone) =>
  format(at, zone, { ...CLOCK, timeZoneName: 'short' })
    .find(({ type }) => type === 'timeZoneName')
    .value.replace('-', '−');
const inZone = (text, at, zone) => {
  const day = dayIn(at, zone);
  const known = text.includes(UTC) ? dayIn(generatedAt(), zone) : dayIn(at, UTC);
  const dated = /(?<!:)\b\d{1,2}\s(?!UTC)\p{L}{3,}( \d{4})?/u;
  return (
    text
      .replace(/\d\d:\d\d(:\d\d)?/, (_, seconds) =>
        join(format(at, zone, seconds ? { ...CLOCK, second: '2-digit' } : CLOCK)),
      )
      .replace(dated, (found, year) => (year ? day : found === shortIn(at, UTC) ? shortIn(at, zone) : day.slice(0, -5)))
      .replace(UTC, () => nameOf(at, zone)) + (dated.test(text) || day === known ? '' : `, ${day}`)
  );
};
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone || UTC;
const choice = byId('_zone');
const buttons = choice ? all(choice, 'button') : [];
for (const button of buttons) button.value ||= ownZone;
let zone = buttons[0]?.value ?? UTC;
try {
  const stored = localStorage.getItem('zone');
  if (buttons.some(({ value }) => value === stored)) zone = stored;
} catch {} // without storage, the choice lasts as long as the page
const showTimes = (root) => {
  for (const time of all(root, 'time')) {
    time.dataset.utc ??= time.textContent;
    const show = (one) => inZone(time.dataset.utc, Date.parse(time.dateTime), one);
    time.textContent = show(zone);
    time.title = show(zone === UTC ? ownZone : UTC);
  }
  for (const name of all(root, '[data-zone-name]')) name.textContent = nameOf(generatedAt(), zone);
};
const choose = (value) => {
  zone = value;
  for (const button of buttons) button.ariaPressed = button.value === zone;
  choice.querySelector('p').hidden = zone === UTC;
  showTimes(document);
};
if (new Set(buttons.map(({ value }) => nameOf(now(), value))).size > 1) {
  buttons.at(-1).append(` (${nameOf(now(), ownZone)})`);
  for (const button of buttons)
    button.onclick = () => {
      choose(button.value);
      try {
        localStorage.setItem('zone', zone);
      } catch {} // as above
    };
  choice.hidden = false;
}

// Ages: how long ago something was, or how far away it is.
const span = (ms) => {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return `${Math.max(0, Math.floor(ms / 1_000))}\u00a0s`;
  if (minutes < 60) return `${minutes}\u00a0min`;
  if (minutes < 1_440) return `${Math.floor(minutes / 60)}\u00a0h ${minutes % 60}\u00a0min`;
  return `${Math.floor(minutes / 1_440)}\u00a0d`;
};
const showAges = () => {
  for (const one of all(document, '[data-at][data-text]')) {
    const ms = Date.parse(one.dataset.at) - now();
    const text = (ms < 0 && one.dataset.past) || one.dataset.text;
    one.textContent = text.replace('%', span(Math.abs(ms)));
  }
};

// Days: each row of bars is one stop of the keyboard. Arrow keys select a day, whose text appears beside it. A small strip has only days with failures.
const tip = document.body.appendChild(document.createElement('div'));
tip.id = '_day';
tip.ariaHidden = true; // the selected bar has the same text
tip.hidden = true;
const showDay = (bar) => {
  for (const other of all(document, '.at')) other.classList.remove('at');
  tip.hidden = !bar;
  if (!bar) return;
  bar.classList.add('at');
  tip.textContent = bar.querySelector('title').textContent.replace(': ', '\n');
  const { left, width, bottom } = bar.getBoundingClientRect();
  const end = document.documentElement.clientWidth - tip.offsetWidth - 8;
  tip.style.left = `${Math.max(8, Math.min(left + width / 2 - tip.offsetWidth / 2, end))}px`;
  tip.style.top = `${bottom + scrollY + 8}px`;
};
const NEAR_PX = 6; // more than half of the widest bar and its gap
const prepareDays = (row) => {
  const bars = all(row, '[role=img]');
  const last = bars.length - 1;
  const isLeftward = document.documentElement.dir === 'rtl';
  let at = Number(row.dataset.day ?? last);
  const go = (index) => {
    at = Math.max(0, Math.min(last, index));
    row.dataset.day = at;
    bars[at].id ||= `${row.closest('[id]').id}-${at}`;
    row.setAttribute('aria-activedescendant', bars[at].id);
    showDay(bars[at]);
  };
  row.tabIndex = 0;
  for (const link of all(row, 'a')) link.tabIndex = -1;
  row.setAttribute('aria-description', row.dataset.days);
  row.onfocus = () => go(at);
  row.onblur = row.onpointerleave = () => showDay(null);
  row.onpointermove = row.onpointerdown = ({ clientX }) => {
    const distances = bars.map((bar) => {
      const { left, width } = bar.getBoundingClientRect();
      return Math.abs(left + width / 2 - clientX);
    });
    const nearest = Math.min(...distances);
    if (nearest > NEAR_PX) showDay(null);
    else go(distances.indexOf(nearest));
  };
  row.onkeydown = (event) => {
    const step = isLeftward ? -1 : 1;
    const moves = { ArrowLeft: -step, ArrowRight: step, Home: -last, End: last, PageUp: -7, PageDown: 7 };
    if (event.key === 'Escape') showDay(null);
    if (event.key === 'Enter' && bars[at].closest('a')) location.assign(bars[at].closest('a').href.baseVal);
    if (!(event.key in moves)) return;
    event.preventDefault();
    go(at + moves[event.key]);
  };
};

// Refresh: changed parts of <main> are replaced. Focus, open details, scroll positions and selected days stay.
const prepare = (root) => {
  showTimes(root);
  for (const row of all(root, DAYS)) prepareDays(row);
};
const STOPS = 'a,summary,button,[tabindex]';
const DAYS = 'svg[data-days]';
let served = new Map([...main.children].map((part) => [part.id, part.outerHTML]));
const isFixed = () => 'fixed' in main.dataset; // shows nothing that becomes stale
let changedAt = isFixed() ? Date.now() : Math.min(Date.now(), generatedAt());
let servedAt;
/** Finds elements by their section and their place in it, because what another section shows may come and go. */
const placesOf = (root, selector) => {
  const counts = {};
  const places = new Map();
  for (const one of all(root, selector)) {
    const section = one.closest('section[id],li[id]')?.id ?? '';
    counts[section] = (counts[section] ?? 0) + 1;
    places.set(`${section} ${counts[section]}`, one);
  }
  return places;
};
const replace = (old, fresh) => {
  const pairs = (before, selector) =>
    [...placesOf(fresh, selector)].map(([place, is]) => [before.get(place), is]).filter(([was]) => was);
  for (const [was, is] of pairs(placesOf(old, 'details'), 'details')) {
    if (!was.dataset.chosen) continue;
    is.dataset.chosen = 1;
    is.open = was.open;
  }
  for (const [was, is] of pairs(placesOf(old, DAYS), DAYS)) if (was.dataset.day) is.dataset.day = was.dataset.day;
  const stops = placesOf(old, STOPS);
  const focused = document.activeElement;
  const scrolled = new Map(all(old, '[tabindex]').map((one) => [one, one.scrollTop]));
  old.replaceWith(fresh);
  prepare(fresh); // makes further stops
  for (const [was, is] of pairs(stops, STOPS)) {
    is.scrollTop = scrolled.get(was) ?? 0;
    if (was === focused) is.focus({ preventScroll: true });
  }
};
const headline = () => main.querySelector('[data-headline]');
const take = (text, date) => {
  const page = new DOMParser().parseFromString(text, 'text/html');
  const next = page.getElementById('_content');
  if (!next) return;
  const before = headline()?.textContent;
  main.dataset.generated = next.dataset.generated;
  main.toggleAttribute('data-fixed', 'fixed' in next.dataset);
  if (date !== servedAt) {
    servedAt = date; // a cached copy has the same one
    skewMs = Date.now() - date;
    changedAt = Date.now() - (isFixed() ? 0 : Math.max(0, date - generatedAt()));
  }
  const parts = [...next.children];
  const fresh = new Map(parts.map((part) => [part.id, part.outerHTML]));
  for (const gone of [...main.children].filter(({ id }) => !fresh.has(id))) gone.remove();
  for (const [i, part] of parts.entries()) {
    const old = [...main.children].find(({ id }) => id === part.id);
    if (main.children[i] !== (old ?? null)) main.insertBefore(old ?? part, main.children[i] ?? null);
    if (!old) prepare(part);
    else if (fresh.get(part.id) !== served.get(part.id)) replace(old, part);
  }
  served = fresh;
  const foot = page.getElementById('_foot');
  if (foot) replace(byId('_foot'), foot);
  document.title = page.title;
  const after = headline();
  if (!after || before === after.textContent) return;
  byId('_said').textContent = `${after.closest('[data-name]')?.dataset.name ?? ''} ${after.textContent}`.trim();
  const icon = document.querySelector('link[rel=icon][href^="/favicon.svg"]');
  if (icon) icon.href = `/favicon.svg?${main.dataset.generated}`;
};
const mark = () => {
  const isLost = Date.now() - changedAt > LOST_MS;
  document.documentElement.classList.toggle('lost', isLost);
  const lost = byId('_lost');
  lost.hidden = !isLost;
  if (!isLost) return;
  const time = lost.querySelector('time');
  time.dateTime = main.dataset.generated;
  time.dataset.utc = inZone(time.dataset.utc, generatedAt(), UTC);
  showTimes(lost);
};
const refresh = async () => {
  if (document.hidden) return;
  try {
    const response = await fetch(location.pathname + location.search, {
      headers: { accept: 'text/html' },
      cache: 'no-store',
      signal: AbortSignal.timeout(10_000),
    });
    if (response.ok || response.status === 404) take(await response.text(), Date.parse(response.headers.get('date')));
  } catch {} // `mark` reports a lost connection after a while
  mark();
  showAges();
};
document.addEventListener('click', ({ target }) => {
  const details = target.closest('summary')?.parentElement;
  if (details) details.dataset.chosen = 1; // by the reader; others follow the status
});
prepare(document);
if (buttons.length > 0) choose(zone);
showAges();
if (Date.now() - changedAt > LOST_MS) refresh(); // an old copy, or a clock that is wrong
setInterval(refresh, REFRESH_MS);
setInterval(showAges, 1_000);
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  mark(); // before the request: what was shown hours ago must not be green
  refresh();
});
