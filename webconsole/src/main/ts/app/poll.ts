import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get, type Query } from '../api/client';
import { asProblem } from '../api/problem';
import { nothing, type Loaded } from './state';

/** Reads a route again and again while the page is seen; a failure keeps the last answer. Another number in
 * `again` reads it at once. */
export function usePolled<T>(route: string, query: Query, everyMillis: number, again = 0): Signal<Loaded<T>> {
  const loaded = useSignal<Loaded<T>>(nothing);
  const text = JSON.stringify(query);
  useEffect(() => {
    const abort = new AbortController();
    const load = async () => {
      if (document.hidden && loaded.peek().value !== undefined) return;
      try {
        const value = await get<T>(route, query, abort.signal);
        loaded.value = { value, atMillis: Date.now(), problem: undefined };
      } catch (failure) {
        if (!abort.signal.aborted) loaded.value = { ...loaded.peek(), problem: asProblem(failure) };
      }
    };
    void load();
    const timer = everyMillis > 0 ? setInterval(() => void load(), everyMillis) : undefined;
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, [route, text, everyMillis, again]);
  return loaded;
}
