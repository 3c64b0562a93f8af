import { useRef, useState } from 'preact/hooks';
import { may } from '../../app/session';
import { Icon } from '../../parts/icon';
import { install } from './install';

/** Takes jars, dropped or chosen. */
export function DropZone() {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  if (!may('admin')) return null;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    install([...(event.dataTransfer?.files ?? [])]);
  };
  const choose = () => {
    install([...(input.current?.files ?? [])]);
    if (input.current) input.current.value = '';
  };
  return (
    <div class={`drop-zone ${over ? 'is-over' : ''}`} onDrop={drop} onDragLeave={() => setOver(false)}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}>
      <Icon name="upload" />
      <span>Drop a plugin jar to install or upgrade it</span>
      <button type="button" class="button is-small" onClick={() => input.current?.click()}>Choose file</button>
      <input ref={input} type="file" accept=".jar" multiple class="is-sr-only" tabIndex={-1} aria-label="Plugin jar" onChange={choose} />
      <span class="quiet drop-command">or copy it into the folder <code>data/plugins</code></span>
    </div>
  );
}
