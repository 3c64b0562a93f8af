import { post } from '../../api/client';
import { announce, announceFailure } from '../../app/announce';
import { ask } from '../../parts/dialog';

/** Asks for the name first: the agent cannot come back by itself. */
export function revoke(name: string, onDone: () => void): void {
  ask({
    title: `Revoke the agent ${name}?`,
    text: 'Its connection is ended and it is refused from now on; what it reads meanwhile stays in its journal, and what is stored of it stays. With a new join token it may join again.',
    confirm: `Revoke ${name}`,
    typed: name,
    command: `monitor agent revoke ${name}`,
    onConfirm: () => {
      post(`agents/${encodeURIComponent(name)}/revoke`).then(() => {
        announce('good', `${name} is revoked`);
        onDone();
      }, (failure: unknown) => announceFailure(`${name} was not revoked.`, failure));
    },
  });
}
