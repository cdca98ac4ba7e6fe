const forbid = (action: string, clause: string) => `forbid (
  principal,
  action == ResourcePolicy::Action::"${action}",
  resource
)
${clause};
`

/** Texts to start from. */
export const starters: ReadonlyArray<{ title: string; body: string }> = [
  {
    title: 'Only some cloud providers',
    body: forbid(
      'cluster.modify',
      'unless {\n  [ResourcePolicy::CloudProvider::"aws"].containsAll(context.cluster.cloudProviders)\n}',
    ),
  },
  {
    title: 'Only some regions',
    body: forbid(
      'cluster.modify',
      'unless {\n  [ResourcePolicy::Region::"aws:eu-west-1"].containsAll(context.cluster.regions)\n}',
    ),
  },
  {
    title: 'No access from everywhere',
    body: forbid(
      'project.ipAccessList.modify',
      'when {\n  context.project.ipAccessList.contains(ip("0.0.0.0/0"))\n}',
    ),
  },
  {
    title: 'At least TLS 1.2',
    body: forbid(
      'cluster.modify',
      'unless {\n  context.cluster.minTLSVersion == ResourcePolicy::TLSVersion::"tls1_2"\n}',
    ),
  },
]
