import { useEffect, useRef, useState } from 'preact/hooks';
import { between, localInput } from '../format/clock';
import { absolute, isLive, label, moved, parseTime, QUICK_RANGES, widened } from '../time/range';
import { Icon } from '../parts/icon';
import { live, now, pause, play, range, show, span, zoom } from './time';

function Absolute({ close }: { close: () => void }) {
  const { from, to } = span.value;
  const [start, setStart] = useState(localInput(from));
  const [end, setEnd] = useState(localInput(to));
  const [error, setError] = useState('');
  const submit = (event: Event) => {
    event.preventDefault();
    const first = parseTime(start, Date.now());
    const last = parseTime(end, Date.now());
    if (first === null || last === null) return setError('Both times are needed.');
    if (first >= last) return setError('The start must be before the end.');
    zoom({ from: first, to: last });
    close();
  };
  return (
    <form class="absolute" onSubmit={submit}>
      <label class="field">From<input class="input is-small" type="datetime-local" step="1" value={start} onInput={(event) => setStart(event.currentTarget.value)} /></label>
      <label class="field">To<input class="input is-small" type="datetime-local" step="1" value={end} onInput={(event) => setEnd(event.currentTarget.value)} /></label>
      {error && <p class="field-error" role="alert">{error}</p>}
      <button type="submit" class="button is-small">Show</button>
    </form>
  );
}

function Menu({ close }: { close: () => void }) {
  return (
    <div class="menu time-menu" role="dialog" aria-label="Range of time">
      <ul>
        {QUICK_RANGES.map((quick) => (
          <li key={quick.from}>
            <button type="button" class="menu-item" aria-pressed={isLive(range.value) && range.value.from === quick.from}
              onClick={() => { show({ from: quick.from, to: 'now' }); close(); }}>
              Last {quick.label}
            </button>
          </li>
        ))}
      </ul>
      <Absolute close={close} />
    </div>
  );
}

/** Closes on escape and on a press outside. */
function useDismissal(open: boolean, close: () => void) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    const onPress = (event: Event) => element.current?.contains(event.target as Node) || close();
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && close();
    document.addEventListener('pointerdown', onPress);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onPress);
      document.removeEventListener('keydown', onKey);
    };
  }, [open]);
  return element;
}

/** The one picker of a range of time: quick, absolute, wider, earlier and later, pause and live. */
export function TimePicker() {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const element = useDismissal(open, close);
  const { from, to } = span.value;
  const text = live.value ? label(range.value) : between(from, to, now.value);
  const still = (next: { from: number; to: number }) => show(absolute(next));
  return (
    <div class="time-picker" ref={element}>
      {!live.value && (
        <>
          <button type="button" class="button is-small is-square" title="Earlier" onClick={() => still(moved(span.value, -1, now.value))}><Icon name="chevron" label="Earlier" /></button>
          <button type="button" class="button is-small is-square" title="Later" onClick={() => still(moved(span.value, 1, now.value))}><Icon name="chevron" label="Later" /></button>
          <button type="button" class="button is-small is-square" title="Wider" onClick={() => still(widened(span.value, now.value))}><Icon name="zoomout" label="Wider" /></button>
        </>
      )}
      <button type="button" class="button is-small" aria-expanded={open} aria-haspopup="dialog" onClick={() => setOpen(!open)}
        title={`${new Date(from).toISOString()} to ${new Date(to).toISOString()}`}>
        <Icon name="clock" /> <span>{text}</span>
      </button>
      <button type="button" class={`button is-small live-button ${live.value ? 'is-live' : ''}`} aria-pressed={live.value}
        title={live.value ? 'Pause (space)' : 'Go on live (space)'} onClick={() => (live.value ? pause() : play())}>
        <Icon name={live.value ? 'pause' : 'play'} /> {live.value ? 'Live' : 'Paused'}
      </button>
      {open && <Menu close={close} />}
    </div>
  );
}
