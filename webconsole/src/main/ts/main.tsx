import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { screen } from './app/route';
import { discover, presence } from './app/session';
import { Shell } from './app/shell';
import { Empty } from './parts/messages';
import { AccessScreen } from './screens/access';
import { AgentsScreen } from './screens/agents';
import { AlertsScreen } from './screens/alerts';
import { ConfigurationScreen } from './screens/configuration';
import { HealthScreen } from './screens/health';
import { LogsScreen } from './screens/logs';
import { MetricsScreen } from './screens/metrics';
import { OverviewScreen } from './screens/overview';
import { PipelineScreen } from './screens/pipeline';
import { PluginsScreen } from './screens/plugins';
import { ReachabilityScreen } from './screens/reachability';
import { TrafficScreen } from './screens/traffic';
import { LoginScreen, SetupScreen, UnreachableScreen } from './screens/entrance';

const SCREENS: Readonly<Record<string, () => preact.ComponentChild>> = {
  overview: OverviewScreen,
  pipeline: PipelineScreen,
  plugins: PluginsScreen,
  reachability: ReachabilityScreen,
  metrics: MetricsScreen,
  logs: LogsScreen,
  traffic: TrafficScreen,
  alerts: AlertsScreen,
  agents: AgentsScreen,
  configuration: ConfigurationScreen,
  access: AccessScreen,
  health: HealthScreen,
};

function Unknown() {
  return <Empty title="There is no such screen" why={`“${screen.value}” is none of the console's screens.`} action={<a href="#/overview">Go to the overview</a>} />;
}

function App() {
  useEffect(() => void discover(), []);
  const here = presence.value;
  switch (here.kind) {
    case 'unknown':
      return null;
    case 'setup':
      return <SetupScreen />;
    case 'signed-out':
      return <LoginScreen expired={here.expired} />;
    case 'unreachable':
      return <UnreachableScreen problem={here.problem} />;
    case 'signed-in': {
      const Screen = SCREENS[screen.value] ?? Unknown;
      return <Shell><Screen key={screen.value} /></Shell>;
    }
  }
}

const root = document.getElementById('app');
if (root) {
  root.textContent = '';
  render(<App />, root);
}
