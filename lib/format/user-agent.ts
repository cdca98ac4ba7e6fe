/** What a User-Agent says about a client of Atlas. Anyone can send any User-Agent. */
export type ClientSaid = {
  /** `Terraform`, `Atlas CLI`; otherwise its first word. */
  name: string
  version: string | null
  /** Of Terraform. */
  resource: string | null
  operation: string | null
  module: string | null
}

const known: ReadonlyArray<[RegExp, string]> = [
  [/^terraform-provider-mongodbatlas\/(\S+)/, 'Terraform'],
  [/^atlascli\/(\S+)/, 'Atlas CLI'],
  [/^MongoDBAtlasKubernetesOperator\/(\S+)/, 'Atlas Kubernetes Operator'],
  [/^MongoDB MCP Server\/(\S+)/, 'MongoDB MCP Server'],
  [/^go-atlas-sdk-admin\/(\S+)/, 'Atlas SDK for Go'],
  [/^curl\/(\S+)/, 'curl'],
  [/^python-requests\/(\S+)/, 'Python requests'],
]

/** Reads a User-Agent. Null for none. */
export function clientIn(userAgent: string | null): ClientSaid | null {
  if (!userAgent) return null
  const word = (name: string) => new RegExp(`(?:^| )${name}/(\\S+)`).exec(userAgent)?.[1] ?? null
  for (const [pattern, name] of known) {
    const version = pattern.exec(userAgent)?.[1]
    if (version !== undefined)
      return {
        name,
        version,
        ...(name === 'Terraform'
          ? { resource: word('Name'), operation: word('Operation'), module: word('ModuleName') }
          : { resource: null, operation: null, module: null }),
      }
  }
  const [name = '', version = null] = (userAgent.split(' ', 1)[0] ?? '').split('/', 2)
  return { name, version, resource: null, operation: null, module: null }
}
