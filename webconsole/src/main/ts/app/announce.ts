import { signal } from '@preact/signals';
import { asProblem } from '../api/problem';
import type { Deployment } from '../api/deployments';

/** A short message in the corner; problems stay until they are closed. */
export interface Announcement {
  readonly id: number;
  readonly tone: 'good' | 'bad';
  readonly title: string;
  readonly detail: string;
}

export const announcements = signal<readonly Announcement[]>([]);

const SHOWN_MILLIS = 6000;
let nextId = 1;

export function dismiss(id: number): void {
  announcements.value = announcements.value.filter((announcement) => announcement.id !== id);
}

export function announce(tone: 'good' | 'bad', title: string, detail = ''): void {
  const id = nextId++;
  announcements.value = [...announcements.value.slice(-3), { id, tone, title, detail }];
  if (tone === 'good') setTimeout(() => dismiss(id), SHOWN_MILLIS);
}

/** Tells of a failed request: what happened to which object, why, and what to do next. */
export function announceFailure(what: string, failure: unknown): void {
  const problem = asProblem(failure);
  announce('bad', what, `${problem.detail || problem.title} ${problem.hint}`.trim());
}

const DONE: Readonly<Record<Deployment['action'], string>> = {
  install: 'is installed',
  upgrade: 'is upgraded',
  rollback: 'is rolled back',
  remove: 'is removed',
  enable: 'is enabled',
  disable: 'is disabled',
  pin: 'is pinned',
  unpin: 'is unpinned',
};

const FAILED: Readonly<Record<string, string>> = {
  'rolled-back': 'was rolled back: what ran before runs',
  rejected: 'was refused: nothing was changed',
  failed: 'failed',
};

export function announceDeployment({ action, plugin, state, reason, toVersion }: Deployment): void {
  if (state === 'committed') announce('good', `${plugin} ${DONE[action]}`, toVersion ? `Version ${toVersion}` : '');
  else announce('bad', `${plugin}: ${action} ${FAILED[state] ?? state}`, reason);
}
