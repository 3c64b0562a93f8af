import type { Deployment, Step } from '../../api/deployments';
import { here, parameter } from '../../app/route';
import { deployments } from '../../app/state';
import { now } from '../../app/time';
import { ago, duration } from '../../format/units';
import { Stale } from '../../parts/messages';
import { lookOf, StateMark } from '../../parts/state';
import { Icon } from '../../parts/icon';

const SHOWN = 8;

/** How long it took, or takes until now. */
export function seconds(started: string, finished: string | null): number {
  return Math.max(0, ((finished ? Date.parse(finished) : now.value) - Date.parse(started)) / 1000);
}

/** A step as it goes. */
export function StepRow({ step }: { step: Step }) {
  const { icon, tone, word } = lookOf(step.state);
  return (
    <li class="step">
      <span class={`mark tone-${tone}`}><Icon name={icon} label={word} /> {step.name}</span>
      <span class="quiet">{step.detail}</span>
      <span class="quiet number">{duration(seconds(step.started, step.finished))}</span>
    </li>
  );
}

/** From which version to which. */
export function Versions({ deployment: { fromVersion, toVersion } }: { deployment: Deployment }) {
  if (fromVersion && toVersion && fromVersion !== toVersion) return <span class="quiet">{fromVersion} → {toVersion}</span>;
  return <span class="quiet">{toVersion ?? fromVersion ?? ''}</span>;
}

function Entry({ deployment }: { deployment: Deployment }) {
  const { id, action, plugin, state, reason, requestedBy, why, started, finished, steps } = deployment;
  const asked = parameter('deployment') === id;
  const open = state === 'running' && !asked;
  return (
    <li class={`deployment ${open ? 'is-open' : ''}`}>
      <a class="deployment-head plain" href={here({ deployment: asked ? '' : id })} aria-current={asked ? 'true' : undefined}>
        <StateMark state={state} />
        <span><b>{plugin}</b> {action} <Versions deployment={deployment} /></span>
        <span class="quiet" title={started}>{ago(Date.parse(started), now.value)}</span>
      </a>
      {reason && !asked && <p class="deployment-reason">{reason}</p>}
      {open && (
        <>
          <ol class="steps">{steps.map((step) => <StepRow key={step.name} step={step} />)}</ol>
          <p class="quiet">Asked for by {requestedBy}{why && `: ${why}`}; {finished ? `took ${duration(seconds(started, finished))}` : 'in progress'}.</p>
        </>
      )}
    </li>
  );
}

/** The latest changes of plugins, each with its steps, live. */
export function Deployments() {
  const { value = [] } = deployments.value;
  const asked = value.find(({ id }) => id === parameter('deployment'));
  const shown = value.slice(0, SHOWN);
  return (
    <section class="tile" aria-label="Deployments">
      <div class="tile-head"><h2>Deployments</h2></div>
      <Stale loaded={deployments.value} what="Deployments" />
      {value.length === 0 && <p class="quiet pad">No changes yet. Each install, upgrade, switch and removal is listed here with its steps.</p>}
      <ul class="deployments">{(asked && !shown.includes(asked) ? [asked, ...shown] : shown).map((deployment) => <Entry key={deployment.id} deployment={deployment} />)}</ul>
    </section>
  );
}
