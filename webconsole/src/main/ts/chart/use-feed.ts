import { useEffect, useMemo } from 'preact/hooks';
import { live, range, span } from '../app/time';
import { whenMissed } from '../live/stream';
import { MetricFeed } from '../live/feed';

/** A feed of one metric for the range that is shown, open as long as the component is. */
export function useFeed(name: string): MetricFeed {
  const feed = useMemo(() => new MetricFeed(name), [name]);
  const { from, to } = range.value;
  useEffect(() => {
    const open = () => feed.open(span.peek(), live.peek());
    open();
    const end = whenMissed(open);
    return () => {
      end();
      feed.close();
    };
  }, [feed, from, to]);
  // Read, so that the component is drawn again when points were added.
  void feed.version.value;
  return feed;
}

/** What a chart without points says: that it loads, why it could not, or what the caller knows. */
export function emptyText({ problem: { value: problem }, loaded }: MetricFeed, otherwise: string): string {
  if (problem) return `${problem.detail || problem.title} ${problem.hint}`;
  return loaded.value ? otherwise : 'Loading …';
}
