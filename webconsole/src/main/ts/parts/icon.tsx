/** Outlines on a grid of 16, drawn for this console. */
const PATHS = {
  overview: 'M2.5 2.5h4.5v6H2.5zM9 2.5h4.5v3.5H9zM9 8.5h4.5v5H9zM2.5 11h4.5v2.5H2.5z',
  plugins: 'M6 2.5v2M10 2.5v2M4 4.5h8v4a4 4 0 0 1-8 0zM8 12.5v1.5',
  pipeline: 'M2 4h3.5M2 12h3.5M10.5 8H14M5.5 4C8 4 8 8 10.5 8M5.5 12C8 12 8 8 10.5 8',
  logs: 'M2.5 3.5h11M2.5 6.5h7M2.5 9.5h11M2.5 12.5h5',
  reachability: 'M8 13.5v-3M3 6.5a7 7 0 0 1 10 0M5.2 8.8a4 4 0 0 1 5.6 0M8 10.5h.01',
  metrics: 'M2.5 2.5v11h11M4.5 10l3-4 2.5 2.5 3.5-5',
  traffic: 'M2 5.5h11M10 2.5l3 3-3 3M14 11H3M6 8l-3 3 3 3',
  alerts: 'M4 11V7.5a4 4 0 0 1 8 0V11l1.200 1.500H2.800zM6.800 14.200h2.400',
  configuration: 'M2.5 4.500h6M11.500 4.500h2M2.500 11.500h2M7.500 11.500h6M8.500 4.500a1.500 1.500 0 1 0 3 0 1.500 1.500 0 1 0-3 0M4.500 11.500a1.500 1.500 0 1 0 3 0 1.500 1.500 0 1 0-3 0',
  access: 'M5.500 10.500a3 3 0 1 1 0-6 3 3 0 0 1 0 6zM8.500 7.500h5.500M11.500 7.500v2.500M13.500 7.500v1.500',
  agents: 'M6 2.500h4v4H6zM2.500 10h3.500v3.500H2.500zM10 10h3.500v3.500H10zM8 6.500v2M4.200 10V8.500h7.600V10',
  health: 'M1.5 8.5h3l1.5-5 3 9 2-5.5 1 1.5h2.5',
  active: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM5.2 8.2l2 2 3.6-4',
  degraded: 'M8 2.2l6.2 11.3H1.8zM8 6.4v3.4M8 11.6v.1',
  inactive: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM5 8h6',
  failed: 'M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4L1.8 10.6V5.4zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  disabled: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM3.8 12.2l8.4-8.4',
  running: 'M8 1.8a6.2 6.2 0 1 1-6.2 6.2M8 4.5V8l2.5 1.5',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.3l3.2 3.2',
  pause: 'M5.5 3v10M10.5 3v10',
  play: 'M4.5 2.8l8 5.2-8 5.2z',
  clock: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM8 4.5V8l2.5 1.5',
  chart: 'M2.5 2.5v11h11M5 10.5v-3M8 10.5v-6M11 10.5v-4',
  table: 'M2.5 3h11v10h-11zM2.5 6.3h11M2.5 9.6h11M6.5 3v10',
  light: 'M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  dark: 'M13.2 9.6A5.8 5.8 0 0 1 6.4 2.8a5.8 5.8 0 1 0 6.8 6.8z',
  auto: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM8 1.8v12.4M8 4l4 0M8 7h6M8 10h6M8 12.8h3',
  menu: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  help: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM6.2 6.3a1.9 1.9 0 1 1 2.7 1.7c-.6.3-.9.7-.9 1.4M8 11.5v.1',
  upload: 'M8 10.5V2.8M4.8 5.8L8 2.6l3.2 3.2M2.5 10.5v3h11v-3',
  user: 'M8 2.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM2.8 13.8c.5-2.8 2.5-4 5.2-4s4.700 1.200 5.200 4',
  down: 'M8 3v9.500M4.500 9L8 12.500 11.500 9',
  up: 'M8 13V3.500M4.500 7L8 3.500 11.500 7',
  chevron: 'M6 3.500L10.500 8 6 12.500',
  remove: 'M3 4.500h10M6.500 4.500v-2h3v2M4.500 4.500l.5 9h6l.5-9M6.800 7v4M9.200 7v4',
  leave: 'M6.500 2.500h-4v11h4M6 8h7.500M10.500 5l3 3-3 3',
  zoomout: 'M7 2.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9zM10.300 10.300l3.200 3.200M5 7h4',
  journal: 'M3.500 2.500h9v11h-9zM6 2.500v11M8 5.500h2.500M8 8h2.500',
} as const;

export type IconName = keyof typeof PATHS;

/** An outline; with a label it is an image to screen readers, without it is decoration. */
export function Icon({ name, label, size = 16 }: { name: IconName; label?: string; size?: number }) {
  const spoken = label ? { role: 'img' as const, 'aria-label': label } : { 'aria-hidden': 'true' as const };
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" {...spoken}>
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The path alone, for use inside another drawing. */
export function iconPath(name: IconName): string {
  return PATHS[name];
}
