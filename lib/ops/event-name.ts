/** An event type in words: `HOST_DOWN` becomes `Host down`. Abbreviations that Atlas uses stay in capitals. */
export function eventName(type: string): string {
  const words = type
    .replace(/_AUDIT$/, '')
    // The older name of what Atlas now calls the IP access list.
    .replace('NETWORK_PERMISSION', 'IP_ACCESS_LIST')
    .split('_')
    .map((word) =>
      word === 'MONGODB' ? 'MongoDB' : abbreviations.has(word) ? word : word.toLowerCase(),
    )
    .join(' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const abbreviations = new Set([
  'API',
  'AWS',
  'CPS',
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
