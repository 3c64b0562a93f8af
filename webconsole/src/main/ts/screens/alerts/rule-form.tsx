import { useState } from 'preact/hooks';
import type { Rule, RuleView } from '../../api/alerts';
import { put } from '../../api/client';
import { asProblem, type ApiProblem } from '../../api/problem';
import { announce } from '../../app/announce';
import { go, here } from '../../app/route';
import { Dialog } from '../../parts/dialog';
import { Input, Select } from '../../parts/field';
import { Problem } from '../../parts/messages';

type Draft = Readonly<Record<'name' | 'metric' | 'hosts' | 'attributes' | 'comparison' | 'threshold' | 'hysteresis' | 'hold' | 'coolDown' | 'noData' | 'severity' | 'webhooks', string>>;

const FRESH: Draft = { name: '', metric: '', hosts: '', attributes: '', comparison: '>', threshold: '', hysteresis: '0', hold: '0s', coolDown: '5m', noData: '10m', severity: 'warning', webhooks: '' };

/** A rule as a person types it: lists have commas. */
export function draftOf(name: string, rule: Rule): Draft {
  return {
    ...rule, name, hosts: rule.hosts.join(', '), webhooks: rule.webhooks.join(', '), threshold: String(rule.threshold), hysteresis: String(rule.hysteresis),
    attributes: Object.entries(rule.attributes).map(([key, value]) => `${key}=${value}`).join(', '),
  };
}

const list = (text: string) => text.split(',').map((one) => one.trim()).filter(Boolean);

/** What is sent; what is no number is left for the server to refuse. */
export function bodyOf(draft: Draft): Record<string, unknown> {
  const { name: _, hosts, webhooks, attributes, threshold, hysteresis, ...rest } = draft;
  const pairs = list(attributes).map((one) => [one.split('=', 1)[0]?.trim() ?? '', one.includes('=') ? one.slice(one.indexOf('=') + 1).trim() : ''] as const);
  const number = (text: string) => (text.trim() === '' ? null : Number.isNaN(Number(text)) ? text : Number(text));
  return { ...rest, hosts: list(hosts), webhooks: list(webhooks), attributes: Object.fromEntries(pairs), threshold: number(threshold), hysteresis: number(hysteresis) };
}

/** Makes a rule, or changes one; what is wrong is told beside it, and nothing is lost. */
export function RuleForm({ view, onDone }: { view: RuleView | undefined; onDone: () => void }) {
  const [draft, setDraft] = useState<Draft>(view?.rule ? draftOf(view.name, view.rule) : FRESH);
  const [problem, setProblem] = useState<ApiProblem>();
  const close = () => go(here({ rule: '' }));
  const set = (key: keyof Draft) => (value: string) => setDraft((before) => ({ ...before, [key]: value }));
  const submit = async (event: Event) => {
    event.preventDefault();
    try {
      await put(`rules/${encodeURIComponent(draft.name.trim())}`, bodyOf(draft));
      announce('good', `${draft.name.trim()} is in force`);
      close();
      onDone();
    } catch (failure) {
      setProblem(asProblem(failure));
    }
  };
  const title = view ? `Change the rule ${view.name}` : 'New rule';
  return (
    <Dialog title={title} onClose={close} wide>
      <form onSubmit={(event) => void submit(event)}>
        <h2>{title}</h2>
        <div class="form-grid">
          <Input label="Name" value={draft.name} set={set('name')} needed fixed={view !== undefined} />
          <Input label="Metric" value={draft.metric} set={set('metric')} needed hint="Exact name, such as system.cpu.utilization" />
          <Select label="Comparison" value={draft.comparison} set={set('comparison')} values={['>', '>=', '<', '<=']} />
          <Input label="Threshold" value={draft.threshold} set={set('threshold')} needed hint="In the unit of the metric; shares are 0 to 1" />
          <Input label="Hysteresis" value={draft.hysteresis} set={set('hysteresis')} hint="How far back until it is over" />
          <Input label="Hold time" value={draft.hold} set={set('hold')} hint="Beyond the threshold for so long, such as 30s" />
          <Input label="Cool-down" value={draft.coolDown} set={set('coolDown')} hint="Does not ring again for so long" />
          <Input label="No data" value={draft.noData} set={set('noData')} hint="Silence after which it is over; 0s: never" />
          <Input label="Hosts" value={draft.hosts} set={set('hosts')} hint="With commas; * stands for any text; empty: all" />
          <Input label="Attributes" value={draft.attributes} set={set('attributes')} hint="name=value, with commas; name= without it" />
          <Select label="Severity" value={draft.severity} set={set('severity')} values={['info', 'warning', 'critical']} />
          <Input label="Webhooks" value={draft.webhooks} set={set('webhooks')} hint="Names, with commas; empty: all" />
        </div>
        {problem && <Problem what="The rule was not stored." problem={problem} />}
        <div class="dialog-actions">
          <button type="button" class="button" onClick={close}>Cancel</button>
          <button type="submit" class="button is-primary">Put in force</button>
        </div>
      </form>
    </Dialog>
  );
}
