// `npm run dev`: the built page with the fixture's data.
import { Fixture, PASSWORD, SETUP_SECRET } from './server';

const [kind = 'normal', files = 'target/classes/static'] = process.argv.slice(2);
const setupNeeded = kind === 'setup';
const fixture = new Fixture({ kind: setupNeeded ? 'normal' : (kind as 'normal' | 'empty' | 'many'), setupNeeded, files, port: Number(process.env['PORT'] ?? 7700) });
const url = await fixture.start();
console.log(setupNeeded ? `${url}/#/setup?secret=${SETUP_SECRET}` : `${url}/ — user admin, password ${PASSWORD}`);
