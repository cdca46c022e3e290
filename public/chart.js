// Draws the readings of a component's page from the table beside them. Without it the table is all there is.
let loading;
const loadUplot = () => {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = '/uplot.js';
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  return loading;
};
const HEIGHT = 180;
const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const number = (text) => (text === '–' ? null : Number.parseFloat(text));
const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** Times and two figures; where a step is missing, so that a hole is drawn as one. */
const dataOf = ({ chart, from, to, step }) => {
  const rows = new Map(
    [...document.querySelectorAll('#minutes tbody tr')].map((row) => [
      Number(row.dataset.at),
      row.querySelectorAll('td'),
    ]),
  );
  const [a, b] = chart.split(',').map((column) => Number(column) - 1);
  const data = [[], [], []];
  for (let at = Number(from); at < Number(to); at += Number(step)) {
    const cells = rows.get(at);
    data[0].push(at);
    data[1].push(cells ? number(cells[a].textContent) : null);
    data[2].push(cells ? number(cells[b].textContent) : null);
  }
  return data;
};

const drawn = new WeakMap();
const draw = (place) => {
  const { labels, name, unit, limit } = place.dataset;
  const [first, second] = labels.split('|');
  const axis = {
    stroke: ink('--quiet'),
    grid: { stroke: ink('--line'), width: 1 },
    ticks: { stroke: ink('--line') },
    font: '12px system-ui',
  };
  const value = (_, figure) => (figure === null ? '–' : `${figure} ${unit}`);
  const line = (label, stroke, dash) => ({
    label,
    stroke,
    width: 2,
    dash,
    value,
    points: { show: false },
    spanGaps: false,
  });
  const data = dataOf(place.dataset);
  const series = [
    { label: 'UTC', value: (_, at) => (at === null ? '–' : clock.format(at * 1000)) },
    line(`${name}, ${first}`, ink('--accent')),
    line(second, ink('--quiet'), [6, 4]),
  ];
  if (limit) {
    data.push(data[0].map(() => Number(limit)));
    series.push({ ...line(place.dataset.limitName, ink('--major'), [2, 4]), width: 1 });
  }
  drawn.get(place)?.destroy();
  const plot = new uPlot(
    {
      width: place.clientWidth,
      height: HEIGHT,
      series,
      axes: [
        { ...axis, values: (_, ticks) => ticks.map((at) => clock.format(at * 1000)) },
        { ...axis, size: 64, values: (_, ticks) => ticks.map((tick) => `${tick} ${unit}`) },
      ],
      scales: { y: { range: (_, __, max) => [0, Math.max(max * 1.1, 1)] } },
      cursor: { drag: { x: false, y: false } },
    },
    data,
    place,
  );
  drawn.set(place, plot);
};
const redraw = () => {
  for (const place of document.querySelectorAll('[data-chart]')) if (drawn.has(place)) draw(place);
};
// Drawn once it comes into view: who does not read that far loads nothing.
const seen = new IntersectionObserver(async (entries) => {
  const places = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target);
  for (const place of places) seen.unobserve(place);
  if (places.length > 0) await loadUplot();
  for (const place of places) draw(place);
});
const watch = () => {
  for (const place of document.querySelectorAll('[data-chart]')) if (!drawn.has(place)) seen.observe(place);
};
watch();
addEventListener('resize', redraw);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
new MutationObserver(watch).observe(document.getElementById('_content'), { childList: true });
