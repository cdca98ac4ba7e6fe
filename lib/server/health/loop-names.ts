/** What each background loop does, for people. Their names in `loops.ts` are labels of metrics. */
const labels: Readonly<Record<string, string>> = {
  'executor of revokes': 'Ends live access',
  'executor of grants': 'Sends approved changes',
  guide: 'Continues guided changes',
  'reconciler of revokes': 'Checks that access ended',
  'reconciler of grants': 'Checks that approved changes arrived',
  expirer: 'Expires requests and reminds people',
  'reviews of break-glass': 'Ends break-glass access without a review',
  'settler of cut commands': 'Checks commands with an unknown outcome',
  heartbeat: 'Tells the other consoles that this one runs',
  'state of this console': 'Reports this console’s state',
  'listener to replicas': 'Listens to the other consoles',
  outbox: 'Reads audit rows for notifications',
  notifier: 'Delivers notifications',
  Slack: 'Receives answers from Slack',
  'notification cleaner': 'Deletes old notifications',
  observer: 'Looks for access granted outside Gatehouse',
  'observer of Atlas credentials': 'Checks Gatehouse’s Atlas credentials',
  'collector of the fleet': 'Reads Atlas for the overview',
  'view of the fleet': 'Prepares the overview',
  'self-verification': 'Verifies the audit log',
  'warnings of the proof': 'Checks the proof of the audit log',
  checkpointer: 'Signs checkpoints of the audit log',
}

/** What a loop does; of a stream or sink, its name. */
export function loopLabel(name: string): string {
  const stream = /^audit stream (.+)$/.exec(name)?.[1]
  if (stream) return `Sends the audit log to the stream ${stream}`
  const sink = /^sink (.+)$/.exec(name)?.[1]
  if (sink) return `Sends checkpoints to the sink ${sink}`
  return labels[name] ?? name
}
