import { isObject } from '@/lib/format/values'

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** A nested field: `at(c, 'aws', 'roleArn')`. */
const at = (value: unknown, ...names: string[]): unknown =>
  names.reduce<unknown>((v, name) => (isObject(v) ? v[name] : undefined), value)

/** Where a connection leads, from whichever field its type has; undefined for samples and unknown types. */
export function whereOf(connection: object): string | undefined {
  const urls = at(connection, 'schemaRegistryUrls')
  const network = text(at(connection, 'networking', 'access', 'type'))
  const place =
    text(at(connection, 'bootstrapServers')) ??
    text(at(connection, 'clusterName')) ??
    text(at(connection, 'url')) ??
    (Array.isArray(urls) ? text(urls.join(', ')) : undefined) ??
    text(at(connection, 'aws', 'testBucket')) ??
    text(at(connection, 'aws', 'roleArn')) ??
    text(at(connection, 'azure', 'storageAccountName')) ??
    text(at(connection, 'gcp', 'serviceAccountId'))
  const user = text(at(connection, 'authentication', 'username'))
  return (
    [
      place,
      user && `as ${user}`,
      network && network !== 'PUBLIC' && `over ${network.toLowerCase().replaceAll('_', ' ')}`,
    ]
      .filter(Boolean)
      .join(', ') || undefined
  )
}
