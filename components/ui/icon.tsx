/** Lines in a 24 × 24 box. */
const PATHS = {
  arrow: 'M4.5 12h15M13 5.5l6.5 6.5l-6.5 6.5',
  bell: 'M6 10a6 6 0 1 1 12 0c0 4.5 2 6 2 6.5H4c0-.5 2-2 2-6.5M10 20a2.2 2.2 0 0 0 4 0',
  bold: 'M7 4.5h6a3.7 3.7 0 0 1 0 7.4H7zM7 11.9h7a3.8 3.8 0 0 1 0 7.6H7z',
  bolt: 'M13.5 3L5 13.5h6L10.5 21L19 10.5h-6z',
  calendar: 'M4 6.5h16v13.5H4zM4 10.5h16M8 3.5v5M16 3.5v5',
  check: 'M5 12.5l4.7 4.7L19.3 7',
  chart: 'M4 20h16M6.5 20v-6M12 20V5M17.5 20v-9',
  chevron: 'M9 5.5l6.5 6.5L9 18.5',
  clock: 'M12 3.2a8.8 8.8 0 1 1 0 17.6a8.8 8.8 0 1 1 0-17.6zM12 7.5V12l3 2',
  close: 'M6 6l12 12M18 6L6 18',
  comment: 'M4 5h16v11.5h-8.5L7 20.5v-4H4z',
  document: 'M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5M9 12.5h6M9 16h6',
  globe:
    'M12 3.2a8.8 8.8 0 1 1 0 17.6a8.8 8.8 0 1 1 0-17.6zM3.2 12h17.6M12 3.2c3 3.2 3 14.4 0 17.6c-3-3.2-3-14.4 0-17.6',
  italic: 'M14.5 4.5h-4M13.5 19.5h-4M14 4.5l-4 15',
  link: 'M10 14a4 4 0 0 0 5.7 0l3.5-3.5a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3.5 3.5a4 4 0 0 0 5.7 5.7l1-1',
  list: 'M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.01M4.5 12h.01M4.5 17.5h.01',
  lock: 'M5.5 10.5h13v10h-13zM8.5 10.5V7a3.5 3.5 0 0 1 7 0v3.5',
  mail: 'M3.5 5.5h17v13h-17zM3.5 7l8.5 6.5L20.5 7',
  pencil: 'M4.5 19.5l1-4.2L16 4.8l3.2 3.2L8.7 18.5z',
  rss: 'M5.5 18.5h.01M5 11.5a7.5 7.5 0 0 1 7.5 7.5M5 5a14 14 0 0 1 14 14',
  seal: 'M15.2 4.3a3.6 3.6 0 0 1 4.5 4.5a3.6 3.6 0 0 1 0 6.4a3.6 3.6 0 0 1-4.5 4.5a3.6 3.6 0 0 1-6.4 0a3.6 3.6 0 0 1-4.5-4.5a3.6 3.6 0 0 1 0-6.4a3.6 3.6 0 0 1 4.5-4.5a3.6 3.6 0 0 1 6.4 0zM8.7 12.2l2.4 2.4l4.3-4.6',
  search: 'M10.5 4a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13zM15.3 15.3L20 20',
  template: 'M4 4.5h16v5H4zM4 13.5h6.5v6H4zM14.5 13.5H20v6h-5.5z',
  undo: 'M8.5 5L4.5 9l4 4M4.5 9H15a5 5 0 0 1 0 10h-3',
  webhook:
    'M12 3a3 3 0 1 1 0 6a3 3 0 1 1 0-6zM5.8 15a3 3 0 1 1 0 6a3 3 0 1 1 0-6zM18.2 15a3 3 0 1 1 0 6a3 3 0 1 1 0-6zM10.7 8.7L7.1 15.3M13.3 8.7L16.9 15.3M8.8 18h6.4',
} as const;

export type IconName = keyof typeof PATHS;

/** Shows a line icon in the colour of the text. The text beside it is its alternative. */
export function Icon({ name, className = 'size-4' }: { name: IconName; className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" className={`icon ${className}`}>
      <path d={PATHS[name]} />
    </svg>
  );
}
