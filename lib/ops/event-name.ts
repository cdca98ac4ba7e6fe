/** An event type in words: `HOST_DOWN` becomes `Host down`. Abbreviations that Atlas uses stay in capitals. */
export function eventName(type: string): string {
  const name = type
    .replace(/_AUDIT$/, '')
    // The older name of what Atlas now calls the IP access list.
    .replace('NETWORK_PERMISSION', 'IP_ACCESS_LIST')
    .split('_')
    .map((word) => words.get(word) ?? (abbreviations.has(word) ? word : word.toLowerCase()))
    .join(' ')
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** Names that Atlas's own console no longer uses, and MongoDB's spelling of itself. */
const words = new Map([
  ['CPS', 'backup'],
  ['GROUP', 'project'],
  ['MONGODB', 'MongoDB'],
  ['ORG', 'organization'],
])

const abbreviations = new Set([
  'API',
  'AWS',
  'CPU',
  'GCP',
  'IP',
  'LDAP',
  'MFA',
  'SAML',
  'SSL',
  'TLS',
  'URL',
  'VPC',
])
