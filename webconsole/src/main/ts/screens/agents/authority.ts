import type { Bundle } from '../../api/platform';
import { usePolled } from '../../app/poll';

/** Whether this platform has an authority, by which agents join; undefined until that is known. */
export function useAuthority(): boolean | undefined {
  return usePolled<{ bundles: readonly Bundle[] }>('bundles', {}, 60_000).value.value?.bundles.some(({ symbolicName, state }) => symbolicName === 'monitor.identity' && state === 'active');
}
