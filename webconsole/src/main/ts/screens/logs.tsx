import { useEffect, useMemo, useState } from 'preact/hooks';
import { curl } from '../api/command';
import type { LogLine } from '../api/telemetry';
import { here, parameter } from '../app/route';
import { pipeline } from '../app/state';
import { live, play, range } from '../app/time';
import { count } from '../format/units';
import { whenMissed } from '../live/stream';
import { Choice } from '../parts/choice';
import { Icon } from '../parts/icon';
import { Empty, Loading, Problem, ToNow } from '../parts/messages';
import { FilterField } from '../parts/table';
import { lineKey, SEVERITIES, type LineFilter } from './logs/buffer';
import { LineDetail } from './logs/line-detail';
import { LogList } from './logs/list';
import { Tail } from './logs/tail';

function Toolbar({ hosts }: { hosts: readonly string[] }) {
  const sources = pipeline.value.value?.sources.filter(({ kinds }) => kinds.includes('log')).map(({ name }) => name) ?? [];
  return (
    <div class="toolbar">
      <FilterField name="text" label="Text in the line" placeholder="Text in the line …" />
      <Choice name="severity" label="Severity" all="Every severity" values={SEVERITIES} words={(value) => `${value} and worse`} />
      <Choice name="source" label="Source" all="Every source" values={sources} />
      <Choice name="host" label="Host" all="Every host" values={hosts} />
    </div>
  );
}

function Nothing({ tail, filtered }: { tail: Tail; filtered: boolean }) {
  if (tail.problem.value) return <Problem what="The log lines cannot be read." problem={tail.problem.value} />;
  if (!tail.loadedOnce.value) return <Loading what="log lines" />;
  if (filtered) {
    return <Empty title="No line fits" why="Nothing in the chosen time fits text, severity, source and host." action={<a href={here({ text: '', severity: '', source: '', host: '' })}>Remove the filters</a>} command={curl('logs?from=now-1h&limit=20')} />;
  }
  return (
    <Empty title="No log lines in this time" why="Here are the lines of the files that collector.logs watches, as they are written. None was stored in the chosen time."
      action={live.value ? 'Add a [[collector.logs]] table with paths to monitor.toml; it takes effect when saved.' : <ToNow />} command="monitor check" />
  );
}

/** Follows the newest line; asked only after typing came to rest. */
function useTail(filter: LineFilter): Tail {
  const tail = useMemo(() => new Tail(), []);
  const text = JSON.stringify(filter);
  const { from, to } = range.value;
  useEffect(() => {
    const paused = !live.peek() && parameter('was') !== '';
    const open = () => tail.open(filter, range.peek(), live.peek() || paused, paused);
    const timer = setTimeout(open, tail.loadedOnce.peek() ? 200 : 0);
    const end = whenMissed(open);
    return () => {
      clearTimeout(timer);
      end();
      tail.close();
    };
  }, [tail, text, from, to]);
  return tail;
}

function Waiting({ waiting, resume }: { waiting: number; resume: () => void }) {
  const text = waiting === 0 ? 'Paused' : `Paused, ${count(waiting)} new ${waiting === 1 ? 'line' : 'lines'}`;
  return <button type="button" class="button is-small log-waiting" onClick={resume}><Icon name="down" /> {text}</button>;
}

/** Tail and search in one list. */
export function LogsScreen() {
  const filter: LineFilter = { text: parameter('text'), source: parameter('source'), host: parameter('host'), severity: parameter('severity') };
  const tail = useTail(filter);
  const [following, setFollowing] = useState(true);
  const [opened, setOpened] = useState<LogLine>();
  void tail.change.value;
  const { lines, waitingCount, held } = tail.buffer;
  const hosts = [...new Set(lines.slice(-2000).map(({ host }) => host))].sort();
  const follow = (next: boolean) => {
    setFollowing(next);
    if (!live.peek()) return;
    if (next) tail.release();
    else tail.hold();
  };
  const resume = () => {
    if (!live.peek()) play();
    follow(true);
  };
  const filtered = Object.values(filter).some((value) => value !== '');
  return (
    <div class="logs">
      <Toolbar hosts={hosts} />
      <section class="tile log-tile" aria-label="Log">
        {lines.length === 0 ? <Nothing tail={tail} filtered={filtered} /> : (
          <LogList tail={tail} text={filter.text} following={following} onFollow={follow} selected={opened ? lineKey(opened) : ''} onSelect={setOpened}
            loadOlder={() => void tail.load(filter, range.value)} />
        )}
        {held && <Waiting waiting={waitingCount} resume={resume} />}
        {opened && <LineDetail line={opened} close={() => setOpened(undefined)} />}
      </section>
      <p class="quiet log-foot">
        {count(lines.length)} lines shown{tail.loading.value ? ', loading …' : tail.more ? ', scroll up for older ones' : ''}
        {tail.skipped.value > 0 && `, ${count(tail.skipped.value)} skipped because they came too fast (they are stored)`}
        {tail.problem.value && lines.length > 0 && `, older lines could not be loaded: ${tail.problem.value.detail || tail.problem.value.title}`}
      </p>
    </div>
  );
}
