/** The command line that asks this platform the same; the token stands in a variable, never in an argument of its own. */
export function curl(route: string, options = ''): string {
  const base = typeof window === 'undefined' ? '' : window.location.origin;
  return `curl ${options}-H "Authorization: Bearer $MONITOR_TOKEN" '${base}/api/v1/${route}'`;
}

/** The command line of a change without a body. */
export function curlChange(route: string, method: 'POST' | 'DELETE' = 'POST'): string {
  return curl(route, `-X ${method} `);
}

/** The command line of a change with a body. */
export function curlSend(route: string, method: 'POST' | 'PUT', body: unknown): string {
  const quoted = JSON.stringify(body).replaceAll("'", `'\\''`);
  return curl(route, `-X ${method} -H "Content-Type: application/json" -d '${quoted}' `);
}
